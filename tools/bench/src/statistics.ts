/** Middle value; of an even number the lower one. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Nearest rank, so that a percentile is always something that happened. */
export const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
};

/** Largest distance from the median, in per cent of it: how far single runs can be trusted. */
export const spread = (values: readonly number[]): number => {
  const middle = median(values);
  if (middle === 0) return 0;
  return Math.round((Math.max(...values.map((value) => Math.abs(value - middle))) / middle) * 100);
};
