/** The newest position and a transaction id taken AFTER it was read. */
export interface Horizon {
  readonly position: number;
  readonly xid: string;
}

/** What a turn found in one partition. */
export interface PartitionRead {
  readonly partition: number;
  /** False when a limit cut the read short. */
  readonly complete: boolean;
  readonly lastRead?: number;
  /** First position that was read and stays in the outbox. */
  readonly firstLeft?: number;
}

/**
 * Up to where each partition is empty for good, so that a read can skip deleted rows. "The last position we moved" would
 * be wrong: a slow transaction commits below it, and its successor of the same key above it would leave first.
 *
 * A position is safe once every transaction that could still commit at or below it has ended. Whoever drew a position
 * owned a transaction id before (the append makes sure), so an id taken after the sequence was read is later than all of
 * theirs, and when the oldest running transaction is not older than that id, they have ended. `pg_snapshot_xmax` will
 * not do for that id: it is one past the newest ENDED transaction, and running ones may lie above it.
 */
export class ReadMarks {
  private readonly lows = new Map<number, number>();
  private safe = 0;

  /** Everything up to here is decided. */
  get safePosition(): number {
    return this.safe;
  }

  /** The horizon's transactions have ended. Only reads that start after this may use it. */
  reached(horizon: Horizon): void {
    this.safe = Math.max(this.safe, horizon.position);
  }

  lowOf(partition: number): number {
    return this.lows.get(partition) ?? 0;
  }

  /** A partition that was just acquired is read from the start. */
  forget(partitions: readonly number[]): void {
    for (const partition of partitions) this.lows.delete(partition);
  }

  /** The database may be another one, or an earlier state of the same: everything is read from the start. */
  forgetAll(): void {
    this.lows.clear();
    this.safe = 0;
  }

  /** Moves the marks after a turn; `safeWhenRead` is what was safe before its read began. */
  advance(reads: readonly PartitionRead[], safeWhenRead: number): void {
    const safeBefore = Math.min(safeWhenRead, this.safe);
    for (const { partition, complete, lastRead, firstLeft } of reads) {
      const empty =
        firstLeft !== undefined ? firstLeft - 1 : complete ? safeBefore : (lastRead ?? this.lowOf(partition));
      this.lows.set(partition, Math.max(this.lowOf(partition), Math.min(empty, safeBefore)));
    }
  }
}
