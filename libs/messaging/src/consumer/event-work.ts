import type { DataSource, EntityManager } from 'typeorm';
import type { Delivery, Feed } from '../bus/bus';
import { eventLogClaims } from '../database/claims';
import type { EventRecord } from '../publish/event-record';
import { count } from '@throughcare/base/metrics';
import { appendOf, appendToOutbox } from '../publish/outbox';
import { type Observer, registry } from '@throughcare/base/metric-registry';
import type { UnitOfWork } from '../publish/unit-of-work';
import { Outgoing } from '../publish/unit-of-work';
import type { Semaphore } from './semaphore';
import type { Handler } from './handlers';
import { groupsOf, invoke, received, type Received } from './handling';
import type { Admission, Inbox } from './inbox';
import { keysBehind } from './behind.rules';
import type { DeadLetterTable } from './dead-letters/dead-letter-table';
import { VersionWatch } from './version-watch';
import { inTransaction } from '../database/transaction';

export interface EventWorkOptions {
  readonly consumer: string;
  readonly source: string;
  readonly schema: string;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly inbox: Inbox;
  readonly letters: DeadLetterTable;
  readonly semaphore: Semaphore;
}

/** Its key was parked when it was asked about, and is not any more: nothing was set off, so nothing may be marked. */
const FREED_MEANWHILE = new Error('the key was freed');

/** Makes events take effect: position, inbox rows, effects and outgoing events in one transaction. */
export class EventWork {
  readonly versions: VersionWatch;
  private readonly latency: Observer;
  private newest: string | undefined;

  constructor(private readonly options: EventWorkOptions) {
    this.versions = new VersionWatch(options.consumer);
    this.latency = registry.observer('throughcare_end_to_end_seconds', { consumer: options.consumer });
  }

  /** Handles deliveries of projections in one transaction, or the single delivery of an effect. */
  async take(deliveries: readonly Delivery[], feed: Feed, transactionalCursor: boolean): Promise<void> {
    const { dataSource, inbox, semaphore } = this.options;
    const advance = (tx: EntityManager) => (transactionalCursor ? feed.commit(deliveries, tx) : Promise.resolve());
    const wanted = deliveries.filter(({ wanted }) => wanted).map(({ record }) => record);
    if (wanted.length === 0) {
      await inTransaction(dataSource, advance);
    } else {
      await inbox.prepare(wanted);
      const all = wanted.map((record) => received(this.options.handlers, record));
      const [first] = all;
      if (first?.handler.kind === 'effect') await this.effect(first, advance);
      else await semaphore.through(() => this.projections(all, advance));
    }
    await feed.ack(deliveries);
  }

  /** The payload of a letter may have come to be where it was not found before. */
  private async whole(record: EventRecord): Promise<EventRecord> {
    if (record.payload !== '') return record;
    const payload = await eventLogClaims(this.options.dataSource)(record.source, record.id);
    return { ...record, payload: payload ?? '' };
  }

  /**
   * Handles the event of a letter. `release` takes the letter away in the transaction in which the event takes effect, or says
   * that somebody else did: then nothing happens here. An effect is set off before that transaction, as when it is live.
   * False when the letter was gone.
   */
  async repeat(record: EventRecord, release: (tx: EntityManager) => Promise<boolean>): Promise<boolean> {
    const { dataSource, inbox, schema, source, unitOfWork, handlers } = this.options;
    await inbox.prepare([record]);
    const one = received(handlers, await this.whole(record));
    const isEffect = one.handler.kind === 'effect';
    const outgoing = new Outgoing(source);
    if (isEffect && (await inbox.peek(record)) !== 'duplicate') await this.invoke([one], dataSource.manager, outgoing);
    let isFresh = false;
    const work = async (tx: EntityManager) => {
      if (!(await release(tx))) return false;
      isFresh = await inbox.mark(tx, record);
      if (isFresh && !isEffect) await this.handle([one], tx, outgoing);
      return true;
    };
    const isReleased = await inTransaction(dataSource, work, () =>
      isFresh ? appendOf(schema, outgoing.records) : undefined,
    );
    if (!isFresh) return isReleased;
    this.tookEffect([record]);
    unitOfWork.appended(outgoing.records);
    return isReleased;
  }

  private async projections(all: readonly Received[], advance: (tx: EntityManager) => Promise<void>): Promise<void> {
    const { dataSource, unitOfWork, schema, source } = this.options;
    const outgoing = new Outgoing(source);
    const work = async (tx: EntityManager) => {
      const admitted = await this.admit(tx, all, advance(tx));
      await this.handle(admitted, tx, outgoing);
      return admitted;
    };
    const fresh = await inTransaction(dataSource, work, () => appendOf(schema, outgoing.records));
    this.tookEffect(fresh.map(({ record }) => record));
    unitOfWork.appended(outgoing.records);
  }

  private async effect(one: Received, advance: (tx: EntityManager) => Promise<void>): Promise<void> {
    const { dataSource, unitOfWork, inbox, schema, source } = this.options;
    const outgoing = new Outgoing(source);
    const isSetOff = (await inbox.peek(one.record)) === 'fresh';
    if (isSetOff) await this.invoke([one], dataSource.manager, outgoing);
    try {
      const fresh = await inTransaction(dataSource, async (tx) => {
        const admitted = await this.admit(tx, [one], advance(tx));
        if (admitted.length > 0 && !isSetOff) throw FREED_MEANWHILE;
        if (admitted.length > 0) await appendToOutbox(tx, schema, outgoing.records);
        return admitted.length > 0;
      });
      if (!fresh) return;
    } catch (error) {
      if (error === FREED_MEANWHILE) return this.effect(one, advance);
      throw error;
    }
    this.tookEffect([one.record]);
    unitOfWork.appended(outgoing.records);
  }

  /** When the latest event that took effect was decided. */
  get newestAt(): number | undefined {
    return this.newest === undefined ? undefined : Date.parse(this.newest);
  }

  /** After the commit, whatever made them take effect. */
  private tookEffect(records: readonly EventRecord[]): void {
    const last = records.at(-1)?.occurredAt;
    if (last !== undefined && (this.newest === undefined || last > this.newest)) this.newest = last;
    this.versions.saw(records);
    const now = Date.now();
    for (const { occurredAt } of records) this.latency.observe((now - Date.parse(occurredAt)) / 1000);
  }

  /**
   * Marks new events, puts those of parked keys behind their dead letter, and returns the new ones in order. Who must not come before what
   * lies under another key parks its own. The position moves on the same turn of the wire, and nothing else is written before it is known
   * to have moved.
   */
  private async admit(
    tx: EntityManager,
    all: readonly Received[],
    advanced: Promise<void>,
  ): Promise<readonly Received[]> {
    const { inbox, consumer } = this.options;
    const records = all.map(({ record }) => record);
    const [admission] = await Promise.all([inbox.admit(tx, records), advanced]);
    const { fresh } = admission;
    const waiting = await this.hold(tx, records, admission);
    if (waiting > 0) count('parked', waiting, { consumer });
    const duplicates = records.length - waiting - fresh.size;
    if (duplicates > 0) count('duplicates', duplicates, { consumer });
    return all.filter(({ record }) => fresh.delete(record.id));
  }

  /** Makes letters of what has to wait, and of what must not come before that. Takes it out of `fresh`; returns how many. */
  private async hold(
    tx: EntityManager,
    records: readonly EventRecord[],
    { fresh, parked, isAnyParked }: Admission,
  ): Promise<number> {
    const { inbox, letters, consumer } = this.options;
    if (!isAnyParked) return 0;
    const fresher = () => records.filter(({ id }) => fresh.has(id));
    let waiting = records.filter(({ key }) => parked.has(key));
    let held = waiting.length;
    let keys = await inbox.behind(tx, fresher());
    for (;;) {
      const lie = await letters.wait(tx, consumer, waiting);
      keys = new Set([...keys, ...keysBehind(lie, fresher())]);
      waiting = fresher().filter(({ key }) => keys.has(key));
      if (waiting.length === 0) return held;
      held += waiting.length;
      await letters.park(tx, consumer, [...keys]);
      await inbox.unmark(tx, waiting);
      for (const { id } of waiting) fresh.delete(id);
      keys = new Set();
    }
  }

  private async handle(admitted: readonly Received[], tx: EntityManager, outgoing: Outgoing): Promise<void> {
    const { unitOfWork } = this.options;
    for (const group of groupsOf(admitted)) {
      await unitOfWork.runIn(tx, outgoing.publish, () => this.invoke(group, tx, outgoing));
    }
  }

  private async invoke(group: readonly Received[], tx: EntityManager, outgoing: Outgoing): Promise<void> {
    const { consumer } = this.options;
    await invoke(group, { tx, publish: outgoing.publish, consumer });
    count('handled', group.length, { consumer });
  }
}
