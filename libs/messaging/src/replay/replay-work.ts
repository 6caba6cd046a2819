import type { DataSource, EntityManager } from 'typeorm';
import type { Handler } from '../consumer/handlers';
import { groupsOf, invoke, received, type Received } from '../consumer/handling';
import { LIVE_RUN, type Inbox } from '../consumer/inbox';
import type { Failure } from '@throughcare/base/retry.rules';
import { VersionWatch } from '../consumer/version-watch';
import type { EventRecord } from '../publish/event-record';
import { count } from '@throughcare/base/metrics';
import { appendToOutbox } from '../publish/outbox';
import { execute, statement, type Statement } from '../database/statement';
import { inTransaction } from '../database/transaction';
import { Outgoing, type UnitOfWork } from '../publish/unit-of-work';
import type { Logged, Marks } from './history';
import { runInReplay } from '@throughcare/base/replay-context';
import { admitSql, leftAloneSql } from './replay-admission';
import type { Place, ReplayStore } from './replay-store';
import type { ReplayRun } from './run';

/** Another instance works on this partition of the run. */
export class StepLost extends Error {}

export interface ReplayWorkOptions {
  readonly dataSource: DataSource;
  readonly store: ReplayStore;
  readonly unitOfWork: UnitOfWork;
  readonly source: string;
  readonly inbox: Inbox;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** What this process knows of the order of the live consumer. */
  readonly versions: VersionWatch | undefined;
}

const SCOPES = {
  redeliver: 'live',
  single: 'live',
  'reset-keys': 'reset',
  rebuild: 'shadow',
  'dry-run': 'live',
} as const;

/** It was to be left alone when it was asked about, and is not any more: nothing was set off, so nothing may be marked. */
const FREED_MEANWHILE = new Error('the key was freed');

/** Makes logged events take effect for one run: its cursor, its inbox rows and the effects in one transaction. */
export class ReplayWork {
  private readonly admitting: Statement;
  /** Of its own where the run repeats what the live consumer has seen before; what was missed is live. */
  private readonly versions: VersionWatch;

  constructor(
    private readonly options: ReplayWorkOptions,
    private readonly run: ReplayRun,
    /** Keys of which an event failed in this run. */
    readonly blocked: Set<string>,
  ) {
    this.admitting = statement('replay_admit', options.store.schema, admitSql(options.store.s));
    this.versions = (run.filter.missed && options.versions) || new VersionWatch(run.consumer);
  }

  /** True when the event must be handled by itself. */
  isAlone({ record }: Logged): boolean {
    return this.run.withEffects && this.options.handlers.get(record.type)?.kind === 'effect';
  }

  /** True when its handler takes arrays. */
  isBulk({ record }: Logged): boolean {
    return this.options.handlers.get(record.type)?.batch ?? false;
  }

  /** Handles the batch and moves the place behind it. Nothing happened when it throws. */
  async take(place: Place, batch: readonly Logged[]): Promise<Place> {
    const { dataSource, inbox } = this.options;
    const behind = batch.filter(({ record }) => this.blocked.has(record.key));
    const wanted = batch.filter((logged) => !behind.includes(logged) && !this.isSuppressed(logged));
    const items = wanted.map(({ record }) => received(this.options.handlers, record));
    await inbox.prepare(wanted.map(({ record }) => record));
    const outgoing = new Outgoing(this.options.source);
    const counts = { dropped: 0, suppressed: batch.length - behind.length - wanted.length, behind };
    const [only] = items;
    const isEffect = only?.handler.kind === 'effect';
    const isSetOff = only && isEffect && (await this.isFresh(only.record));
    if (isSetOff) await this.invoke([only], dataSource.manager, outgoing, counts);
    const positions = positionsAfter(place, batch);
    const work = async (tx: EntityManager) => {
      const fresh = await this.admit(tx, place, wanted, positions, counts);
      if (isEffect && fresh.size > 0 && !isSetOff) throw FREED_MEANWHILE;
      if (!isEffect) await this.handle(freshOf(items, fresh), tx, outgoing, counts);
      if (this.run.withEffects && fresh.size > 0) await this.append(tx, outgoing);
      await this.finish(tx, place, counts);
      return freshOf(items, fresh);
    };
    const effective = await inTransaction(dataSource, work).catch((error: unknown) => {
      if (error !== FREED_MEANWHILE) throw error;
      return undefined;
    });
    if (!effective) return this.take(place, batch);
    this.versions.saw(effective.map(({ record }) => record));
    if (this.run.withEffects) this.options.unitOfWork.appended(outgoing.records);
    return { ...place, positions, step: place.step + 1 };
  }

  /** Notes that this event could not be handled, and goes on behind it; what follows of its key is skipped. */
  async fail(place: Place, logged: Logged, failure: Failure): Promise<Place> {
    const { store, dataSource } = this.options;
    const { record } = logged;
    const positions = positionsAfter(place, [logged]);
    await inTransaction(dataSource, async (tx) => {
      await tx.query(
        `insert into ${store.s}.replay_exception (run_id, event_id, key, type, kind, code, failure)
         values ($1, $2, $3, $4, 'failed', $5, $6) on conflict do nothing`,
        [
          this.run.id,
          record.id,
          record.key,
          record.type,
          failure.code,
          failure.facts === undefined ? null : JSON.stringify(failure.facts),
        ],
      );
      const [, moved] = await tx.query<[unknown, number]>(
        `update ${store.s}.replay_cursor set positions = $4, step = step + 1, failed = failed + 1
         where run_id = $1 and partition = $2 and step = $3`,
        [this.run.id, place.partition, place.step, JSON.stringify(positions)],
      );
      if (moved === 0) throw new StepLost();
    });
    this.blocked.add(record.key);
    return { ...place, positions, step: place.step + 1 };
  }

  /** Handles events inside a transaction of the caller's: the last ones of a rebuild, under its lock. */
  async within(tx: EntityManager, events: readonly Logged[]): Promise<number> {
    const { handlers, source } = this.options;
    const items = events.filter((logged) => !this.isSuppressed(logged)).map(({ record }) => received(handlers, record));
    await this.handle(items, tx, new Outgoing(source), { dropped: 0 });
    this.versions.saw(items.map(({ record }) => record));
    return items.length;
  }

  /** Under which run events are marked: what was missed counts as handled from now on, for everybody. */
  private get inboxRun(): string {
    return this.run.filter.missed ? LIVE_RUN : this.run.id;
  }

  private isSuppressed({ record }: Logged): boolean {
    return !this.run.withEffects && this.options.handlers.get(record.type)?.kind === 'effect';
  }

  private async isFresh(record: EventRecord): Promise<boolean> {
    const { store, dataSource } = this.options;
    const { consumer, id } = this.run;
    const rows = await dataSource.query<unknown[]>(leftAloneSql(store.s), [
      consumer,
      id,
      record.id,
      record.key,
      this.inboxRun,
      record.source,
      record.aggregateId,
      record.version,
    ]);
    return rows.length === 0;
  }

  private async admit(
    tx: EntityManager,
    place: Place,
    wanted: readonly Logged[],
    positions: Marks,
    counts: { readonly suppressed: number; readonly behind: readonly Logged[] },
  ): Promise<Set<string>> {
    const records = wanted.map(({ record }) => record);
    const { rows } = await execute<{ fresh: string[]; step: number | null }>(tx, this.admitting, [
      this.run.consumer,
      this.run.id,
      records.map((r) => r.id),
      records.map((r) => r.key),
      records.map((r) => r.type),
      records.map((r) => r.occurredAt.slice(0, 10)),
      SCOPES[this.run.mode],
      LIVE_RUN,
      JSON.stringify(positions),
      counts.suppressed,
      counts.behind.length,
      place.partition,
      place.step,
      this.inboxRun,
      records.map((r) => r.source),
      records.map((r) => r.aggregateId),
      records.map((r) => r.version),
    ]);
    const [row] = rows;
    if (row?.step == null) throw new StepLost();
    return new Set(row.fresh);
  }

  private async handle(
    items: readonly Received[],
    tx: EntityManager,
    outgoing: Outgoing,
    counts: { dropped: number },
  ): Promise<void> {
    for (const group of groupsOf(items)) await this.invoke(group, tx, outgoing, counts);
  }

  /** In a trace of its own, linked to the original; whatever it calls knows that this is a replay. */
  private async invoke(
    group: readonly Received[],
    tx: EntityManager,
    outgoing: Outgoing,
    counts: { dropped: number },
  ): Promise<void> {
    const { consumer, id: runId, withEffects, mode } = this.run;
    const dropped = (events: number) => void (counts.dropped += events);
    const publish: Outgoing['publish'] = withEffects
      ? outgoing.publish
      : (_aggregate, events) => dropped(events.length);
    const work = () => invoke(group, { tx, publish, consumer, replay: { runId, shadow: mode === 'rebuild' } });
    const isEffect = group[0]?.handler.kind === 'effect';
    const joined = () => (isEffect ? work() : this.options.unitOfWork.runIn(tx, publish, work));
    await runInReplay({ runId, withEffects, dropped }, joined);
    count('replayed', group.length, { consumer });
  }

  private append(tx: EntityManager, outgoing: Outgoing): Promise<void> {
    return appendToOutbox(tx, this.options.store.schema, outgoing.records);
  }

  private async finish(
    tx: EntityManager,
    place: Place,
    { dropped, behind }: { readonly dropped: number; readonly behind: readonly Logged[] },
  ): Promise<void> {
    const { s } = this.options.store;
    if (dropped > 0) {
      await tx.query(`update ${s}.replay_cursor set dropped = dropped + $3 where run_id = $1 and partition = $2`, [
        this.run.id,
        place.partition,
        dropped,
      ]);
    }
    if (behind.length === 0) return;
    await tx.query(
      `insert into ${s}.replay_exception (run_id, event_id, key, type, kind, code)
       select $1, e.id, e.key, e.type, 'behind', 'BEHIND_FAILED_EVENT'
       from unnest($2::uuid[], $3::text[], $4::text[]) as e(id, key, type) on conflict do nothing`,
      [this.run.id, ...(['id', 'key', 'type'] as const).map((field) => behind.map(({ record }) => record[field]))],
    );
  }
}

const positionsAfter = (place: Place, batch: readonly Logged[]): Marks => ({
  ...place.positions,
  ...Object.fromEntries(batch.map(({ offset, record }) => [record.source, offset])),
});

const freshOf = (items: readonly Received[], fresh: ReadonlySet<string>): Received[] =>
  items.filter(({ record }) => fresh.has(record.id));
