interface Position {
  readonly topic: string;
  readonly partition: number;
  /** Offsets handed to the lanes and not settled yet, ascending; Kafka may skip numbers. */
  readonly open: Set<number>;
  /** One above the highest offset below which everything is settled; what a commit says. */
  next: number | undefined;
  committed: number | undefined;
  isPaused: boolean;
}

export interface Offset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

const HIGH_WATER = 1_000;
const LOW_WATER = 500;

/** What of each Kafka partition is in flight and up to where everything is settled. Pure bookkeeping: no client, no clock. */
export class Positions {
  private readonly byPartition = new Map<string, Position>();

  delivered(topic: string, partition: number, offsets: readonly number[]): void {
    const position = this.of(topic, partition);
    position.next ??= offsets[0];
    for (const offset of offsets) position.open.add(offset);
  }

  /** Settles one offset. The commit position moves only over a settled prefix; what is unknown (an old epoch) is ignored. */
  acked(topic: string, partition: number, offset: number): void {
    const position = this.byPartition.get(keyOf(topic, partition));
    if (!position?.open.delete(offset)) return;
    const [lowest] = position.open;
    position.next = lowest ?? Math.max(position.next ?? 0, offset + 1);
  }

  isFarAhead = (topic: string, partition: number): boolean => this.of(topic, partition).open.size > HIGH_WATER;

  paused(topic: string, partition: number): void {
    this.of(topic, partition).isPaused = true;
  }

  /** Partitions that were paused and may go on; they count as running from here. */
  drained(): readonly { topic: string; partition: number }[] {
    const drained = [...this.byPartition.values()].filter(({ isPaused, open }) => isPaused && open.size < LOW_WATER);
    for (const position of drained) position.isPaused = false;
    return drained;
  }

  /** Forgets what is open of a partition; returns where to read again from. */
  rewind(topic: string, partition: number): number | undefined {
    const position = this.byPartition.get(keyOf(topic, partition));
    position?.open.clear();
    return position?.next;
  }

  forget(topic: string, partition: number): void {
    this.byPartition.delete(keyOf(topic, partition));
  }

  clear(): void {
    this.byPartition.clear();
  }

  /** Commit positions that moved since the last call. */
  takeCommits(): Offset[] {
    const moved = [...this.byPartition.values()].filter(
      ({ next, committed }) => next !== undefined && next !== committed,
    );
    for (const position of moved) position.committed = position.next;
    return moved.map(({ topic, partition, next }) => ({ topic, partition, offset: String(next) }));
  }

  private of(topic: string, partition: number): Position {
    const key = keyOf(topic, partition);
    const known = this.byPartition.get(key);
    if (known) return known;
    const position: Position = {
      topic,
      partition,
      open: new Set(),
      next: undefined,
      committed: undefined,
      isPaused: false,
    };
    this.byPartition.set(key, position);
    return position;
  }
}

const keyOf = (topic: string, partition: number) => `${topic}/${partition}`;
