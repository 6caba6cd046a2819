import type { ConsumerStatus } from '@throughcare/api/ops/consumers';
import type { DeadLetterDepth } from '@throughcare/api/ops/dead-letters';
import type { DoctorCheck, OutboxStatus } from '@throughcare/api/ops/service';

/** How many events had passed at a moment. */
export interface Sample {
  readonly at: number;
  readonly count: number;
}

export interface Rate {
  readonly perMinute: number;
  /** What it was measured over. */
  readonly seconds: number;
}

/** Two looks closer together than this say nothing. */
const SHORTEST_MS = 5_000;
/** Older looks would hide what happens now. */
const LONGEST_MS = 5 * 60_000;

/** Samples worth keeping once this one is added; a count that fell (a consumer was moved back) makes the others void. */
export const withSample = (samples: readonly Sample[], next: Sample): Sample[] => {
  const last = samples.at(-1);
  if (last && next.count < last.count) return [next];
  const recent = samples.filter(({ at }) => next.at - at <= LONGEST_MS);
  const isTooSoon = last !== undefined && recent.length > 1 && next.at - last.at < SHORTEST_MS;
  return isTooSoon ? [...recent.slice(0, -1), next] : [...recent, next];
};

/** From the oldest sample to the newest; undefined until there are two that are far enough apart. */
export const rateOf = (samples: readonly Sample[]): Rate | undefined => {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < SHORTEST_MS) return undefined;
  const seconds = (last.at - first.at) / 1000;
  return { perMinute: ((last.count - first.count) * 60) / seconds, seconds: Math.round(seconds) };
};

export interface ServiceState {
  readonly service: string;
  readonly consumers: readonly ConsumerStatus[];
  readonly outbox: OutboxStatus;
  readonly depth: readonly DeadLetterDepth[];
  readonly checks: readonly DoctorCheck[];
}

export interface Concern {
  readonly text: string;
  readonly href: string;
}

const OLD_SECONDS = 60;
const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

const ofConsumer = (service: string, row: ConsumerStatus): Concern[] => {
  const href = `/operations/consumers/${service}/${row.consumer}`;
  const name = `${row.consumer} of ${service}`;
  const words = [
    ...(row.paused ? [`is paused by ${row.changedBy ?? 'an operator'}: ${row.reason ?? ''}`] : []),
    ...(row.stalled ? ['has work and does none'] : []),
    ...(row.circuit === 'open' ? ['waits for something it needs, and tries one event at a time'] : []),
    ...((row.oldestSeconds ?? 0) > OLD_SECONDS && (row.lag ?? 0) > 0 && !row.paused
      ? [`is ${count(row.lag ?? 0, 'event')} behind`]
      : []),
  ];
  return words.map((text) => ({ text: `${name} ${text}`, href }));
};

const ofLetters = (service: string, { consumer, failed, waiting }: DeadLetterDepth): Concern => {
  const behind = waiting > 0 ? `, and ${count(waiting, 'more')} behind`.replace('mores', 'more') : '';
  return {
    text: `${consumer} of ${service} has ${count(failed, 'event')} it could not handle${behind}`,
    href: `/operations/dead-letters?service=${service}&consumer=${encodeURIComponent(consumer)}`,
  };
};

/** What other lines of the page say already. */
const SAID = new Set(['consumers', 'outbox', 'parked-keys']);
/** Where a check's cause is looked at and mended; the doctor's other checks have no page. */
const PAGES: Readonly<Record<string, string>> = {
  quarantine: '/operations/quarantine',
  'sync-ledger': '/operations/ledger',
  'replay-runs': '/operations/replays',
};
const WORST = ['fail', 'warn'];

const ofChecks = ({ service, checks }: ServiceState): Concern[] =>
  WORST.flatMap((worst) => checks.filter(({ name, status }) => status === worst && !SAID.has(name))).map(
    ({ name, detail }) => ({ text: `${name} of ${service}: ${detail}`, href: PAGES[name] ?? '/operations#services' }),
  );

/** What somebody should look at, in words, worst kind first. */
export const concernsOf = (states: readonly ServiceState[]): Concern[] => [
  ...states.flatMap(ofChecks),
  ...states
    .filter(({ outbox }) => outbox.relays === 0 || (outbox.waiting > 0 && outbox.oldestSeconds > OLD_SECONDS))
    .map(({ service, outbox }) => ({
      text:
        outbox.relays === 0
          ? `${service} has no relay: nothing it publishes leaves`
          : `${service} holds ${count(outbox.waiting, 'event')} that should have left`,
      href: '/operations#services',
    })),
  ...states.flatMap(({ service, consumers }) => consumers.flatMap((row) => ofConsumer(service, row))),
  ...states.flatMap(({ service, depth }) =>
    depth.filter(({ failed, waiting }) => failed + waiting > 0).map((row) => ofLetters(service, row)),
  ),
];
