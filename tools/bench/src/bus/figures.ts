import type { Taken } from './setting';

/** What several processes took, as one, in order of time. */
export const together = (parts: readonly Taken[]): Taken => {
  const pairs = parts.flatMap(({ at, latencyMs }) => at.map((moment, n) => [moment, latencyMs[n] ?? 0] as const));
  pairs.sort(([a], [b]) => a - b);
  return { at: pairs.map(([moment]) => moment), latencyMs: pairs.map(([, latency]) => latency) };
};

/**
 * Events per second until the last was taken: since work on them began, or where that is not known since the first was taken, without
 * those that came with it.
 */
export const ratePerSecond = ({ at, since }: Taken): number => {
  const first = since ?? earliest(at);
  const last = at.reduce((highest, moment) => Math.max(highest, moment), first);
  const counted = at.filter((moment) => moment > first).length;
  return last > first ? Math.round(counted / ((last - first) / 1000)) : 0;
};

/** The longest time without anything taken between two moments, both moments included as ends. */
export const longestGapMs = ({ at }: Taken, from: number, to: number): number => {
  const inside = at.filter((moment) => moment > from && moment < to).sort((a, b) => a - b);
  const moments = [from, ...inside, to];
  return Math.max(...moments.slice(1).map((moment, n) => moment - (moments[n] ?? moment)));
};

export interface Recovery {
  /** From the moment the bus was back to the first event taken. */
  readonly firstMs: number;
  /** … until everything decided before that moment was taken. */
  readonly caughtUpMs: number;
}

/** How a consumer came back after `back`, milliseconds since 1970. */
export const recoveryFrom = ({ at, latencyMs }: Taken, back: number): Recovery => {
  const after = at.filter((moment) => moment >= back);
  const old = at.filter((moment, n) => moment >= back && moment - (latencyMs[n] ?? 0) < back);
  return { firstMs: earliest(after) - back, caughtUpMs: Math.max(back, ...old) - back };
};

const earliest = (moments: readonly number[]): number =>
  moments.reduce((lowest, moment) => Math.min(lowest, moment), Infinity);
