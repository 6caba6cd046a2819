import type { EventJourney, FoundEvent } from '@throughcare/api/ops/events';

export interface Step {
  /** Undefined for what has not happened. */
  readonly at?: string;
  readonly what: string;
  readonly note?: string;
  readonly kind: 'done' | 'open' | 'bad';
  readonly href?: string;
  readonly linkText?: string;
}

export interface JourneyOf {
  readonly service: string;
  readonly journey: EventJourney;
}

const letterStep = (service: string, letter: EventJourney['letters'][number]): Step => {
  const { consumer, state, code, attempts, at } = letter;
  const list = {
    href: `/operations/dead-letters?service=${service}&consumer=${encodeURIComponent(consumer)}`,
    linkText: `Dead letters of ${consumer}`,
  };
  const name = `${consumer} of ${service}`;
  if (state === 'failed') {
    return {
      at,
      kind: 'bad',
      what: `${name} could not handle it`,
      note: `${code}, after ${attempts} attempts`,
      ...list,
    };
  }
  if (state === 'waiting') {
    return { at, kind: 'bad', what: `${name} put it behind a dead letter of the same key`, ...list };
  }
  return { at, kind: 'done', what: `${name} will never handle it: it was discarded`, note: code, ...list };
};

const releasedSteps = (service: string, released: NonNullable<EventJourney['released']>[number]): Step[] => {
  const { consumer, code, attempts, parkedAt, at, releasedBy, reason } = released;
  const name = `${consumer} of ${service}`;
  const tries =
    attempts > 0 ? `${code}, after ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}` : 'behind another';
  return [
    { at: parkedAt, kind: 'bad', what: `${name} parked it`, note: tries },
    { at, kind: 'done', what: `${releasedBy} released it for ${name}`, ...(reason !== null && { note: reason }) },
  ];
};

const OPEN = {
  pending: 'has it still before it',
  passed: 'has passed it without handling it',
  unknown: 'has not handled it; its position is kept by the bus',
} as const;

const stepsIn = ({ service, journey }: JourneyOf): Step[] => {
  const discarded = new Set(
    journey.letters.filter(({ state }) => state === 'discarded').map(({ consumer }) => consumer),
  );
  const retrying = new Map(journey.retrying.map((one) => [one.consumer, one]));
  const put = new Set(journey.letters.map(({ consumer }) => consumer));
  return [
    ...journey.consumed
      // Discarding marks an event as seen, so that no copy takes effect: nobody handled it.
      .filter(({ consumer, runId }) => runId !== null || !discarded.has(consumer))
      .map(({ consumer, runId, at }): Step => {
        const replay = { href: `/operations/replays/${service}/${runId ?? ''}`, linkText: 'The run' };
        return runId === null
          ? { at, kind: 'done', what: `${consumer} of ${service} handled it` }
          : { at, kind: 'done', what: `${consumer} of ${service} got it again in a replay`, ...replay };
      }),
    ...journey.letters.map((letter) => letterStep(service, letter)),
    ...(journey.released ?? []).flatMap((one) => releasedSteps(service, one)),
    ...journey.caused.map(({ id, type, at }): Step => {
      const link = { href: `/operations/events/${id}`, linkText: 'Follow that event' };
      return { at, kind: 'done', what: `${service} published ${type} because of it`, ...link };
    }),
    ...journey.open.map(({ consumer, state }): Step => {
      const tries = retrying.get(consumer);
      const note = tries && { note: `${tries.attempts} attempts so far, the last failed with ${tries.error}` };
      return { kind: state === 'passed' ? 'done' : 'open', what: `${consumer} of ${service} ${OPEN[state]}`, ...note };
    }),
    ...journey.retrying
      .filter(({ consumer }) => !put.has(consumer) && !journey.open.some((one) => one.consumer === consumer))
      .map(({ consumer, attempts, error, at }): Step => {
        return {
          at,
          kind: 'open',
          what: `${consumer} of ${service} tries again`,
          note: `${attempts} attempts, ${error}`,
        };
      }),
  ];
};

const published = ({ source, occurredAt, publishedAt, partition, offset }: FoundEvent): Step[] => [
  { at: occurredAt, kind: 'done', what: `${source} decided it` },
  publishedAt === null
    ? { kind: 'open', what: `It waits in the outbox of ${source}`, note: 'No relay has taken it yet.' }
    : {
        at: publishedAt,
        kind: 'done',
        what: `It reached the log of ${source}`,
        note: `Partition ${partition}, offset ${offset ?? ''}`,
      },
];

/** Everything that is known of an event's way, in the order in which it happened; what has not happened comes last. */
export const timelineOf = (event: FoundEvent, journeys: readonly JourneyOf[]): Step[] => {
  const steps = [...published(event), ...journeys.flatMap(stepsIn)];
  const rank = ({ at }: Step) => (at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at));
  return steps
    .map((step, i) => ({ step, i }))
    .sort((a, b) => {
      const [one, other] = [rank(a.step), rank(b.step)];
      return one === other ? a.i - b.i : one - other;
    })
    .map(({ step }) => step);
};
