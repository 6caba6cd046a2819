import type { Finding } from '../health/doctor-checks';

interface Consumer {
  readonly consumer: string;
  readonly paused: boolean;
  readonly changedBy?: string | null | undefined;
  readonly stalled: boolean;
  readonly waiting: boolean;
  readonly lag: number | null;
  readonly oldestSeconds: number | null;
}

const LATE_SECONDS = 60;

const troubleOf = ({ consumer, paused, changedBy, stalled, waiting, lag, oldestSeconds }: Consumer) => {
  if (paused) return `${consumer} is paused by ${changedBy ?? 'an operator'}`;
  if (stalled) return `${consumer} is stalled`;
  if (waiting) return `${consumer} waits for its bus or for what it needs`;
  return (lag ?? 0) > 0 && (oldestSeconds ?? 0) > LATE_SECONDS
    ? `${consumer} is ${lag} events behind, the oldest for ${Math.round(oldestSeconds ?? 0)} s`
    : undefined;
};

/** Whether everybody who handles events does so. */
export const consumersFinding = (consumers: readonly Consumer[]): Finding => {
  const troubles = consumers.flatMap((each) => troubleOf(each) ?? []);
  if (troubles.length === 0) return { status: 'ok', detail: `${consumers.length} consumers go on` };
  const isStalled = consumers.some(({ stalled, paused }) => stalled && !paused);
  return { status: isStalled ? 'fail' : 'warn', detail: troubles.join('; ') };
};
