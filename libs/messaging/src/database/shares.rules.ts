/** What one instance does about its partitions. */
export interface ShareDecision {
  /** Partitions to try to lock, best first. */
  readonly claim: readonly number[];
  /** How many of them at most. */
  readonly atMost: number;
  /** Partitions to hand over once their batch has ended. */
  readonly release: readonly number[];
}

/**
 * Fair shares without a leader: everyone takes up to ceil(partitions / instances), in an order shifted by the instance's
 * own offset so that two newcomers do not try the same ones, and gives back what is above that.
 */
export const shareOf = (
  partitions: number,
  instances: number,
  owned: readonly number[],
  shift: number,
): ShareDecision => {
  const target = Math.ceil(partitions / Math.max(1, instances));
  if (owned.length >= target) return { claim: [], atMost: 0, release: owned.slice(target) };
  const mine = new Set(owned);
  const order = Array.from({ length: partitions }, (_, index) => (index + shift) % partitions);
  return { claim: order.filter((partition) => !mine.has(partition)), atMost: target - owned.length, release: [] };
};
