import type { EventEnvelope } from '@throughcare/events/define-event';
import type { DataSource, EntityManager } from 'typeorm';
import type { Handler } from '../consumer/handlers';
import { LIVE_RUN, type Inbox } from '../consumer/inbox';
import type { Failure } from '../consumer/retry.rules';
import { currentCorrelation, runInContext } from '../context';
import { envelopeOf } from '../event-record';
import { count } from '../metrics';
import { appendToOutbox } from '../outbox';
import { execute, statement, type Statement } from '../statement';
import { processSpan } from '../tracing';
import { inTransaction } from '../transaction';
import { Outgoing, type UnitOfWork } from '../unit-of-work';
import type { Logged, Marks } from './history';
import { runInReplay } from './replay-context';
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
}

interface Item {
  readonly logged: Logged;
  readonly event: EventEnvelope;
  readonly handler: Handler;
}

const SCOPES = {
  redeliver: 'live',
  single: 'live',
  'reset-keys': 'reset',
  rebuild: 'shadow',
  'dry-run': 'live',
} as const;

const admitSql = (s: string) => `
  with e as (
    select * from unnest($3::uuid[], $4::text[], $5::text[], $6::date[]) as e(event_id, key, type, event_day)),
  parked as materialized (
    select key from ${s}.parked_key where $7 = 'live' and consumer = $1 and key = any($4::text[]) order by key for share),
  held as (
    select e.*, case when l.state = 'discarded' then 'discarded' else 'parked' end as kind
    from e left join ${s}.dead_letter l on l.consumer = $1 and l.event_id = e.event_id
    where l.state = 'discarded' or ($7 = 'shadow' and l.state is not null) or e.key in (select key from parked)),
  noted as (
    insert into ${s}.replay_exception (run_id, event_id, key, type, kind, code)
    select $2, event_id, key, type, kind, upper(kind) from held on conflict do nothing),
  fresh as (
    insert into ${s}.inbox (consumer, run_id, event_id, event_day)
    select $1, $2, event_id, event_day from e where event_id not in (select event_id from held)
    on conflict do nothing returning event_id),
  live as (
    insert into ${s}.inbox (consumer, run_id, event_id, event_day)
    select $1, $8, event_id, event_day from e where $7 = 'reset' and event_id not in (select event_id from held)
    on conflict do nothing),
  moved as (
    update ${s}.replay_cursor set positions = $9, step = step + 1, suppressed = suppressed + $10,
      skipped = skipped + $11 + (select count(*) from held), delivered = delivered + (select count(*) from fresh)
    where run_id = $2 and partition = $12 and step = $13 returning step)
  select coalesce((select array_agg(event_id::text) from fresh), '{}') as fresh, (select step from moved) as step`;

/** Makes logged events take effect for one run: its cursor, its inbox rows and the effects in one transaction. */
export class ReplayWork {
  private readonly admitting: Statement;

  constructor(
    private readonly options: ReplayWorkOptions,
    private readonly run: ReplayRun,
    /** Keys of which an event failed in this run. */
    readonly blocked: Set<string>,
  ) {
    this.admitting = statement('replay_admit', options.store.schema, admitSql(options.store.s));
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
    const items = wanted.map((logged) => this.item(logged));
    await inbox.prepare(wanted.map(({ record }) => record));
    const outgoing = new Outgoing(this.options.source);
    const counts = { dropped: 0, suppressed: batch.length - behind.length - wanted.length, behind };
    const [only] = items;
    const isEffect = only?.handler.kind === 'effect';
    if (only && isEffect && (await this.isFresh(only.logged))) {
      await this.call([only], dataSource.manager, outgoing, counts);
    }
    const positions = positionsAfter(place, batch);
    await inTransaction(dataSource, async (tx) => {
      const fresh = await this.admit(tx, place, wanted, positions, counts);
      if (!isEffect) await this.handle(items, fresh, tx, outgoing, counts);
      if (this.run.withEffects && fresh.size > 0) await this.append(tx, outgoing);
      await this.finish(tx, place, counts);
    });
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
        `insert into ${store.s}.replay_exception (run_id, event_id, key, type, kind, code)
         values ($1, $2, $3, $4, 'failed', $5) on conflict do nothing`,
        [this.run.id, record.id, record.key, record.type, failure.code],
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
    const items = events.filter((logged) => !this.isSuppressed(logged)).map((logged) => this.item(logged));
    const all = new Set(items.map(({ logged }) => logged.record.id));
    const counts = { dropped: 0, suppressed: 0, behind: [] };
    await this.handle(items, all, tx, new Outgoing(this.options.source), counts);
    return items.length;
  }

  private isSuppressed({ record }: Logged): boolean {
    return !this.run.withEffects && this.options.handlers.get(record.type)?.kind === 'effect';
  }

  private item(logged: Logged): Item {
    const handler = this.options.handlers.get(logged.record.type);
    if (!handler) throw new Error(`No handler for ${logged.record.type}`);
    return { logged, handler, event: envelopeOf(logged.record) };
  }

  private async isFresh({ record }: Logged): Promise<boolean> {
    const { store, dataSource } = this.options;
    const rows = await dataSource.query<unknown[]>(
      `select 1 from ${store.s}.inbox where consumer = $1 and run_id = $2 and event_id = $3
       union all select 1 from ${store.s}.dead_letter where consumer = $1 and event_id = $3 and state = 'discarded'
       union all select 1 from ${store.s}.parked_key where consumer = $1 and key = $4`,
      [this.run.consumer, this.run.id, record.id, record.key],
    );
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
    ]);
    const [row] = rows;
    if (row?.step == null) throw new StepLost();
    return new Set(row.fresh);
  }

  private async handle(
    items: readonly Item[],
    fresh: ReadonlySet<string>,
    tx: EntityManager,
    outgoing: Outgoing,
    counts: { dropped: number },
  ): Promise<void> {
    for (const run of runsOf(items.filter(({ logged }) => fresh.has(logged.record.id)))) {
      await this.call(run, tx, outgoing, counts);
    }
  }

  /** In a trace of its own, linked to the original; whatever it calls knows that this is a replay. */
  private async call(
    items: readonly Item[],
    tx: EntityManager,
    outgoing: Outgoing,
    counts: { dropped: number },
  ): Promise<void> {
    const [first] = items;
    if (!first) return;
    const { consumer, id: runId, withEffects, mode } = this.run;
    const dropped = (events: number) => void (counts.dropped += events);
    const publish: Outgoing['publish'] = withEffects
      ? outgoing.publish
      : (_aggregate, events) => dropped(events.length);
    const { handler, event } = first;
    const context = { tx, publish, consumer, replay: { runId, shadow: mode === 'rebuild' } };
    const data = handler.batch ? items.map((each) => each.event) : event;
    const traces = items.map((each) => each.event.traceparent);
    const cause = {
      correlationId: items.length === 1 ? event.correlationid : currentCorrelation(),
      ...(items.length === 1 && { causationId: event.id }),
    };
    const work = () => processSpan(event.type, consumer, traces, () => handler.handle(data, context), runId);
    const joined = () => (handler.kind === 'effect' ? work() : this.options.unitOfWork.runIn(tx, publish, work));
    await runInReplay({ runId, withEffects, dropped }, () => runInContext(cause, joined));
    count('replayed', items.length, { consumer });
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
        ...[this.run.id, place.partition, dropped],
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

/** Neighbours with the same batch handler together, everything else one by one. */
const runsOf = (items: readonly Item[]): Item[][] => {
  const runs: Item[][] = [];
  for (const each of items) {
    const last = runs.at(-1);
    if (last && each.handler.batch && last[0]?.handler === each.handler) last.push(each);
    else runs.push([each]);
  }
  return runs;
};
