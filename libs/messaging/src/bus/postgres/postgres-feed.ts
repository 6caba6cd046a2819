import type { EntityManager } from 'typeorm';
import type { Control, Delivery, Feed, Subscription } from '../bus';
import { Fenced } from '../bus';
import { schemaOf } from '../../database/names';
import { count } from '@throughcare/base/metrics';
import { Pacer } from '../../database/pacer';
import type { DedicatedConnection } from '../../database/connection';
import { Cursors, lastOf } from './cursors';
import { type LogRead, LogReader } from './log-reader';
import type { PartitionGroup } from '../../database/ownership';

/** Events of a partition that were delivered and not acknowledged, at most, before reading pauses. */
const HIGH_WATER = 400;

/** Reads begin at most this often. Shorter than the relay's gap, so with one source only the relay sets the pace. */
const READ_GAP_MS = 10;

const NOTHING = { found: 0, more: false };

interface LaneCursor {
  read: number;
  committed: number;
  inFlight: number;
}

interface Source {
  readonly name: string;
  readonly reader: LogReader;
  readonly pacer: Pacer;
  readonly partitions: Map<number, LaneCursor>;
  /** Its log was there when it was last looked for. */
  isReadable: boolean;
  /** Its log was there once: if it cannot be read now, that is an error. */
  wasReadable: boolean;
  loop?: Promise<void>;
}

/** The source's service has not made its tables yet, or has not let us read. */
export class NoEventLog extends Error {
  readonly code = 'NO_EVENT_LOG';
}

export interface FeedOptions {
  readonly subscription: Subscription;
  readonly reading: DedicatedConnection;
  readonly schema: string;
  readonly onError: (source: string, error: unknown) => void;
  /** Gives its partitions back. */
  readonly leave: (name: string) => Promise<void>;
}

/** One consumer reading the event logs of its sources: per owned partition in order of offset, a bounded number ahead. */
export class PostgresFeed implements Feed, PartitionGroup {
  readonly name: string;
  private readonly sources: Map<string, Source>;
  private readonly cursors: Cursors;
  private readonly mine = new Set<number>();
  /** Mine, and where to begin is not known yet. */
  private readonly waiting = new Set<number>();
  private paused = false;
  private stopped = false;

  constructor(private readonly options: FeedOptions) {
    const { subscription, reading, schema } = options;
    this.name = `consumer ${subscription.consumer}`;
    this.cursors = new Cursors(reading, schema, subscription.consumer);
    this.sources = new Map(
      subscription.sources.map((name) => [
        name,
        {
          name,
          reader: new LogReader(reading, name, schemaOf(name)),
          pacer: new Pacer(READ_GAP_MS),
          partitions: new Map(),
          isReadable: false,
          wasReadable: false,
        },
      ]),
    );
  }

  start(): void {
    for (const source of this.sources.values()) source.loop ??= this.follow(source);
  }

  wake(source?: string): void {
    for (const each of this.sources.values()) if (source === undefined || each.name === source) each.pacer.wake();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const source of this.sources.values()) source.pacer.stop();
    for (const source of this.sources.values()) await source.loop;
  }

  owned(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.mine.add(partition);
      this.waiting.add(partition);
    }
    this.wake();
  }

  async release(partitions: readonly number[]): Promise<void> {
    this.forget(partitions);
    await this.options.subscription.revoke(partitions);
  }

  lost(): void {
    const all = [...this.mine];
    this.forget(all);
    void this.options.subscription.revoke(all);
  }

  async commit(deliveries: readonly Delivery[], tx: EntityManager): Promise<void> {
    const moves = lastOf(deliveries).map(({ offset, record: { source, partition } }) => {
      const progress = this.sources.get(source)?.partitions.get(partition);
      if (!progress) throw new Fenced(source, partition);
      return { source, partition, from: progress.committed, to: offset };
    });
    await this.cursors.move(tx, moves);
  }

  async ack(deliveries: readonly Delivery[]): Promise<void> {
    for (const { offset, record } of deliveries) {
      const source = this.sources.get(record.source);
      const progress = source?.partitions.get(record.partition);
      if (!source || !progress) continue;
      progress.committed = offset;
      progress.inFlight -= 1;
      if (progress.inFlight === HIGH_WATER / 2 - 1) source.pacer.wake();
    }
  }

  rewind(source: string, partition: number): void {
    this.sources.get(source)?.partitions.delete(partition);
    if (this.mine.has(partition)) this.owned([partition]);
  }

  async control(control: Control): Promise<void> {
    if (control.action === 'seek') {
      await this.options.subscription.revoke([control.partition]);
      await this.cursors.set(control.source, control.partition, control.offset);
      this.rewind(control.source, control.partition);
    } else {
      this.paused = control.action === 'pause';
      this.wake();
    }
  }

  async lag(): Promise<number> {
    let lag = 0;
    for (const source of this.sources.values()) {
      if (!source.wasReadable && !(await source.reader.isThere())) continue;
      const ends = await source.reader.ends([...source.partitions.keys()]);
      for (const [partition, end] of ends)
        lag += Math.max(0, end - (source.partitions.get(partition)?.committed ?? end));
    }
    return lag;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.options.leave(this.name);
  }

  private forget(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.mine.delete(partition);
      this.waiting.delete(partition);
      for (const source of this.sources.values()) source.partitions.delete(partition);
    }
  }

  private async follow(source: Source): Promise<void> {
    while (!this.stopped) {
      try {
        await this.adopt();
        const { found, more } = this.paused ? NOTHING : await this.readOn(source);
        if (!more) await source.pacer.wait(found > 0 ? 'busy' : 'idle', found);
      } catch (error) {
        source.isReadable = false;
        this.options.onError(source.name, error);
        await source.pacer.wait('failed');
      }
    }
  }

  /** Loads where to begin for partitions that were just won. */
  private async adopt(): Promise<void> {
    if (this.waiting.size === 0) return;
    const partitions = [...this.waiting];
    const rows = await this.cursors.load([...this.sources.keys()], partitions);
    for (const { source, partition, offset } of rows) {
      const known = this.sources.get(source)?.partitions;
      if (!this.waiting.has(partition) || !known || known.has(partition)) continue;
      known.set(partition, { read: offset, committed: offset, inFlight: 0 });
    }
    for (const partition of partitions) this.waiting.delete(partition);
    this.wake();
  }

  private async readOn(source: Source): Promise<Pick<LogRead, 'found' | 'more'>> {
    const open = [...source.partitions].filter(([, progress]) => progress.inFlight < HIGH_WATER / 2);
    if (open.length === 0) return NOTHING;
    source.isReadable ||= await source.reader.isReadable();
    if (!source.isReadable) throw new NoEventLog();
    source.wasReadable = true;
    const start = Math.floor(Math.random() * open.length);
    const fair = [...open.slice(start), ...open.slice(0, start)];
    const marks = new Map(fair.map(([partition, progress]) => [partition, progress.read]));
    const read = await source.reader.read(marks, this.options.subscription);
    for (const [partition, list] of read.deliveries) {
      const progress = source.partitions.get(partition);
      // Lost, or lost and won again, while the query ran.
      if (!progress || progress.read !== marks.get(partition) || this.stopped) continue;
      this.hand(progress, list);
    }
    return read;
  }

  private hand(progress: LaneCursor, deliveries: readonly Delivery[]): void {
    const last = deliveries[deliveries.length - 1];
    if (!last) return;
    if (deliveries[0]?.wanted && deliveries[0].offset !== progress.read + 1) count('offset_gaps');
    progress.read = last.offset;
    progress.inFlight += deliveries.length;
    this.options.subscription.deliver(deliveries);
  }
}
