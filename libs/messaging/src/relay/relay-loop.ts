import type { Bus } from '../bus/bus';
import { monotonic } from '@throughcare/base/monotonic';
import type { PartitionGroup } from '../database/ownership';
import { registry } from '@throughcare/base/metric-registry';
import { sendSpan } from '@throughcare/base/tracing';
import type { OutboxRow, OutboxTable } from './outbox-table';
import type { Horizon, PartitionRead } from './read-mark.rules';
import { ReadMarks } from './read-mark.rules';
import { TableBatch } from './table-batch';
import { Pacer } from '../database/pacer';

const LIMITS = { perPartition: 500, total: 2_000 };
/**
 * Turns of a busy service begin at most this often: each costs a commit, whether it moves one event or two thousand. Readers and
 * lanes behind have shorter gaps, so that what a turn moved is not held up a second and a third time. Of all of them the gaps
 * shrink where little comes.
 */
const TURN_GAP_MS = 16;
const MARK_EVERY_MS = 100;
const SWEEP_EVERY_MS = 60_000;
const REFUSED_REST_MS = 1_000;

export interface RelayLoopOptions {
  readonly source: string;
  readonly table: OutboxTable;
  readonly bus: Bus;
  readonly onError?: (error: unknown) => void;
  /** Exchanged by tests that show why these and no others. */
  readonly marks?: ReadMarks;
}

/** Reads what is committed, hands it to the bus, settles it: one batch in flight, per partition in order of position. */
export class RelayLoop implements PartitionGroup {
  readonly name = 'relay';
  private readonly partitions = new Set<number>();
  private readonly marks: ReadMarks;
  /** Partitions that the log refused, and when to try again. */
  private readonly restUntil = new Map<number, number>();
  private readonly pacer = new Pacer(TURN_GAP_MS);
  private horizon: Horizon | undefined;
  private markedAt = 0;
  private sweptAt = monotonic();
  private firstPartition = 0;
  private running: Promise<void> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: RelayLoopOptions) {
    this.marks = options.marks ?? new ReadMarks();
  }

  start(): void {
    this.running ??= this.loop();
  }

  /** Something was committed. */
  wake(): void {
    this.pacer.wake();
  }

  owns(partition: number): boolean {
    return this.partitions.has(partition);
  }

  /** Resolves when the batch in flight is settled and nothing more is read. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.pacer.stop();
    await this.running;
  }

  owned(partitions: readonly number[]): void {
    this.marks.forget(partitions);
    for (const partition of partitions) this.partitions.add(partition);
    this.wake();
  }

  async release(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.partitions.delete(partition);
    await this.turn;
  }

  /** Whoever answers next may be another server: what was known of this one may not be true of it. */
  lost(): void {
    this.partitions.clear();
    this.forgetMarks();
  }

  private async loop(): Promise<void> {
    while (!this.stopped) {
      try {
        const turn = this.takeTurn();
        this.turn = turn.catch(() => undefined);
        const { moved, more } = await turn;
        if (!more) await this.pacer.wait(moved > 0 ? 'busy' : 'idle', moved);
      } catch (error) {
        this.options.onError?.(error);
        await this.pacer.wait('failed');
      }
    }
  }

  private async takeTurn(): Promise<{ moved: number; more: boolean }> {
    const partitions = this.inFairOrder();
    if (partitions.length === 0) return { moved: 0, more: false };
    await this.moveHorizon();
    const safe = this.marks.safePosition;
    const sweep = monotonic() - this.sweptAt > SWEEP_EVERY_MS;
    if (sweep) this.sweptAt = monotonic();
    const lows = partitions.map((partition) => (sweep ? 0 : this.marks.lowOf(partition)));
    const rows = await this.options.table.read(partitions, lows, LIMITS);
    this.firstPartition = cutPartitionOf(rows) ?? 0;
    const left = rows.length > 0 ? await this.publish(rows) : [];
    const reads = readsOf(partitions, rows, left);
    this.marks.advance(reads, safe);
    if (left.length === rows.length && left.length > 0) throw new Error('The bus accepted nothing of a batch');
    return { moved: rows.length - left.length, more: reads.some(({ complete }) => !complete) };
  }

  /** Returns what was not settled. */
  private async publish(rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
    const batch = new TableBatch(this.options.source, rows, this.options.table);
    registry.observer('throughcare_relay_batch_events').observe(rows.length);
    try {
      await sendSpan(this.options.source, rows, () => this.options.bus.publish(batch));
    } catch (error) {
      if (!isRefusedByLog(error) && batch.left.length === rows.length) throw error;
      this.options.onError?.(error);
      if (isRefusedByLog(error)) return this.publishApart(rows);
    }
    return batch.left;
  }

  /** The log refuses something: a doubled id, or an owner that is not alone. The other partitions go on meanwhile. */
  private async publishApart(rows: readonly OutboxRow[]): Promise<readonly OutboxRow[]> {
    const left: OutboxRow[] = [];
    for (const [partition, own] of byPartition(rows)) {
      const batch = new TableBatch(this.options.source, own, this.options.table);
      await this.options.bus.publish(batch).catch(() => this.restUntil.set(partition, monotonic() + REFUSED_REST_MS));
      left.push(...batch.left);
    }
    return left;
  }

  /** The marks move a few times a second, and only while something is written. */
  private async moveHorizon(): Promise<void> {
    if (monotonic() - this.markedAt < MARK_EVERY_MS) return;
    this.markedAt = monotonic();
    const { table } = this.options;
    const newest = await table.newestPosition();
    // A failover to a server that lagged, or a restore: positions are given out a second time.
    if (newest < Math.max(this.marks.safePosition, this.horizon?.position ?? 0)) this.forgetMarks();
    if (this.horizon) {
      if (!(await table.hasPassed(this.horizon))) return;
      this.marks.reached(this.horizon);
      this.horizon = undefined;
    }
    if (newest > this.marks.safePosition) this.horizon = await table.horizon();
  }

  private forgetMarks(): void {
    this.marks.forgetAll();
    this.horizon = undefined;
  }

  /** Goes on where a full batch was cut, so that no partition waits for the whole backlog of those before it. */
  private inFairOrder(): number[] {
    const now = monotonic();
    const rested = (partition: number) => (this.restUntil.get(partition) ?? 0) <= now;
    const partitions = [...this.partitions].filter(rested).sort((a, b) => a - b);
    const start = partitions.findIndex((partition) => partition >= this.firstPartition);
    return start <= 0 ? partitions : [...partitions.slice(start), ...partitions.slice(0, start)];
  }
}

/** Where a full batch ended, and more of the same or of later partitions may wait. */
const cutPartitionOf = (rows: readonly OutboxRow[]): number | undefined =>
  rows.length >= LIMITS.total ? rows[rows.length - 1]?.partition : undefined;

const isRefusedByLog = (error: unknown): boolean => /^23/.test((error as { code?: string }).code ?? '');

const byPartition = (rows: readonly OutboxRow[]): Map<number, OutboxRow[]> => {
  const found = new Map<number, OutboxRow[]>();
  for (const row of rows) {
    const own = found.get(row.partition);
    if (own) own.push(row);
    else found.set(row.partition, [row]);
  }
  return found;
};

const readsOf = (
  partitions: readonly number[],
  rows: readonly OutboxRow[],
  left: readonly OutboxRow[],
): PartitionRead[] => {
  const cut = cutPartitionOf(rows);
  const cutAt = cut === undefined ? Infinity : partitions.indexOf(cut);
  const found = byPartition(rows);
  const firstLeft = new Map([...left].reverse().map((row) => [row.partition, row.position]));
  return partitions.slice(0, cutAt === Infinity ? undefined : cutAt + 1).map((partition, index) => {
    const own = found.get(partition) ?? [];
    const lastRead = own[own.length - 1]?.position;
    const first = firstLeft.get(partition);
    return {
      partition,
      complete: index < cutAt && own.length < LIMITS.perPartition,
      ...(lastRead !== undefined && { lastRead }),
      ...(first !== undefined && { firstLeft: first }),
    };
  });
};
