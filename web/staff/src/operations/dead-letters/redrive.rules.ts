export interface Outcome {
  readonly handled: number;
  readonly stillParked: number;
  readonly remaining: number;
}

/** How many of these keys still have letters: a later call may have freed what an earlier one calls parked. */
export const stillLying = (
  told: ReadonlySet<string>,
  plan: { readonly keys: readonly { readonly key: string }[] },
): number => plan.keys.filter(({ key }) => told.has(key)).length;

const of = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

const WHY_PARKED = 'an event failed again, or waits for an earlier one under another key';

/** What a redrive did, in words; good news only when nothing is left. */
export const noticeOf = ({
  handled,
  stillParked,
  remaining,
}: Outcome): { kind: 'success' | 'important'; text: string } => {
  const words = [
    `${of(handled, 'event')} handled.`,
    ...(stillParked > 0
      ? [`${of(stillParked, 'key')} ${stillParked === 1 ? 'is' : 'are'} still parked: ${WHY_PARKED}.`]
      : []),
    ...(remaining > 0 ? [`${of(remaining, 'event')} left to try: confirm again to go on.`] : []),
  ];
  return { kind: stillParked > 0 || remaining > 0 ? 'important' : 'success', text: words.join(' ') };
};
