interface FetchedOffset {
  readonly topic: string;
  readonly partition: number;
  /** Offsets handed to the lanes and not settled yet, ascending, with the bytes they hold; Kafka may skip numbers. */
  readonly open: Map<number, number>;
  /** One above the highest offset below which everything is settled; what a commit says. */
  next: number | undefined;
  committed: number | undefined;
}

/** A message handed to the lanes. */
export interface HeldOffset {
  readonly offset: number;
  readonly bytes: number;
}

export interface Offset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/** Per partition. One fetch of up to 900 small events may come on top of it. */
const HIGH_WATER = 580;
const LOW_WATER = 400;
/** Of all partitions together: a slow consumer of large events must not fill the memory. */
const HIGH_BYTES = 16 * 1_048_576;
const LOW_BYTES = 8 * 1_048_576;
/** Upper bound on stale fetches in flight: one per broker that led the partition. */
const REFUSALS = 8;

/** What of each Kafka partition is in flight and up to where everything is settled. Pure bookkeeping: no client, no clock. */
export class Positions {
  private readonly byPartition = new Map<string, FetchedOffset>();
  /** Paused because they ran too far ahead. The client keeps a pause over a rebalance, so this does too. */
  private readonly waiting = new Map<string, { topic: string; partition: number }>();
  /** Per partition the offset that must come next: the first that is not settled, then the first that was not delivered. */
  private readonly due = new Map<string, number>();
  /** Per partition the place behind a hole that was refused last, and how often in a row. */
  private readonly refusals = new Map<string, { readonly from: number; readonly times: number }>();
  private bytes = 0;

  delivered(topic: string, partition: number, messages: readonly HeldOffset[]): void {
    const position = this.of(topic, partition);
    position.next ??= messages[0]?.offset;
    for (const { offset, bytes } of messages) {
      this.bytes += bytes - (position.open.get(offset) ?? 0);
      position.open.set(offset, bytes);
    }
  }

  /** Settles one offset. The commit position moves only over a settled prefix; what is unknown (an old epoch) is ignored. */
  acked(topic: string, partition: number, offset: number): void {
    const position = this.byPartition.get(keyOf(topic, partition));
    const bytes = position?.open.get(offset);
    if (!position || bytes === undefined) return;
    position.open.delete(offset);
    this.bytes -= bytes;
    const [lowest] = position.open.keys();
    position.next = lowest ?? Math.max(position.next ?? 0, offset + 1);
  }

  isFarAhead = (topic: string, partition: number): boolean =>
    this.bytes > HIGH_BYTES || this.of(topic, partition).open.size > HIGH_WATER;

  paused(topic: string, partition: number): void {
    this.waiting.set(keyOf(topic, partition), { topic, partition });
  }

  /** Partitions that were paused and may go on; they count as running from here. What was forgotten has nothing open. */
  drained(): readonly { topic: string; partition: number }[] {
    if (this.waiting.size === 0 || this.bytes > LOW_BYTES) return [];
    const openOf = (key: string) => this.byPartition.get(key)?.open.size ?? 0;
    const drained = [...this.waiting].filter(([key]) => openOf(key) < LOW_WATER);
    for (const [key] of drained) this.waiting.delete(key);
    return drained.map(([, place]) => place);
  }

  /** Forgets what is open of a partition; returns where to read again from. */
  rewind(topic: string, partition: number): number | undefined {
    const position = this.byPartition.get(keyOf(topic, partition));
    if (position) this.release(position);
    if (position?.next !== undefined) this.due.set(keyOf(topic, partition), position.next);
    return position?.next;
  }

  forget(topic: string, partition: number): void {
    this.rewind(topic, partition);
    this.byPartition.delete(keyOf(topic, partition));
    this.due.delete(keyOf(topic, partition));
  }

  /** Every partition begins again. `isOurs`: nobody else had it meanwhile, so it begins with what is not settled. */
  clear(isOurs: (topic: string, partition: number) => boolean = () => false): void {
    for (const [key, { next }] of this.byPartition) if (next !== undefined) this.due.set(key, next);
    for (const key of this.due.keys()) if (!isOurs(...placeOf(key))) this.due.delete(key);
    this.refusals.clear();
    this.byPartition.clear();
    this.bytes = 0;
  }

  /**
   * Whether a batch that begins at `from` leaves nothing out. One fetched under an older assignment may: what lies before it
   * was delivered then, and forgotten. Fetched again and again, it is where the broker goes on: it keeps nothing before.
   */
  follows(topic: string, partition: number, from: number): boolean {
    const key = keyOf(topic, partition);
    const due = this.due.get(key);
    if (due === undefined || from <= due) return true;
    const last = this.refusals.get(key);
    const times = last?.from === from ? last.times + 1 : 1;
    this.refusals.set(key, { from, times });
    return times > REFUSALS;
  }

  /** How many offsets a batch that begins at `from` leaves out; 0 where it is not known what must come next. */
  missingBefore(topic: string, partition: number, from: number): number {
    return Math.max(0, from - (this.due.get(keyOf(topic, partition)) ?? from));
  }

  /** Everything before `next` was delivered. */
  reached(topic: string, partition: number, next: number): void {
    const key = keyOf(topic, partition);
    this.due.set(key, Math.max(next, this.due.get(key) ?? 0));
    this.refusals.delete(key);
  }

  /** Commit positions that moved since the last call. */
  takeCommits(): Offset[] {
    const moved = [...this.byPartition.values()].filter(
      ({ next, committed }) => next !== undefined && next !== committed,
    );
    for (const position of moved) position.committed = position.next;
    return moved.map(({ topic, partition, next }) => ({ topic, partition, offset: String(next) }));
  }

  /** These commits did not get through: the next {@link takeCommits} says them again. */
  refused(offsets: readonly Offset[]): void {
    for (const { topic, partition } of offsets) {
      const position = this.byPartition.get(keyOf(topic, partition));
      if (position) position.committed = undefined;
    }
  }

  private release({ open }: FetchedOffset): void {
    for (const bytes of open.values()) this.bytes -= bytes;
    open.clear();
  }

  private of(topic: string, partition: number): FetchedOffset {
    const key = keyOf(topic, partition);
    const known = this.byPartition.get(key);
    if (known) return known;
    const position: FetchedOffset = {
      topic,
      partition,
      open: new Map(),
      next: undefined,
      committed: undefined,
    };
    this.byPartition.set(key, position);
    return position;
  }
}

const keyOf = (topic: string, partition: number) => `${topic}/${partition}`;

const placeOf = (key: string): [topic: string, partition: number] => {
  const slash = key.lastIndexOf('/');
  return [key.slice(0, slash), Number(key.slice(slash + 1))];
};
