const LADDER_SECONDS = [1, 10, 60, 600];

/**
 * Seconds to wait after the `attempt`-th failure (from 1): 1, 10, 60, 600, 600 …, give or take a fifth so that many do not come
 * back at once. What the other side asked for counts when it is longer. `random` is in [0, 1).
 */
export const backoffSeconds = (attempt: number, random: number, retryAfter = 0): number => {
  const step = LADDER_SECONDS[Math.min(Math.max(attempt, 1), LADDER_SECONDS.length) - 1] ?? 600;
  return Math.max(step * (0.8 + 0.4 * random), retryAfter);
};
