import type { DataSource, EntityManager } from 'typeorm';
import type { EventRecord } from '../publish/event-record';
import { quoteSchema } from '../database/names';
import type { Statement } from '../database/statement';
import { execute, statement } from '../database/statement';
import { earlierElsewhereSql } from './dead-letters/release-order';
import { InboxMonths } from './inbox-months';

/** Dedupe scope of live traffic; a replay run has its own id. */
export const LIVE_RUN = '00000000-0000-0000-0000-000000000000';

/** Which events of a batch take effect now. */
export interface Admission {
  readonly fresh: Set<string>;
  /** Keys that wait behind a dead letter. Their rows stay locked until the transaction ends. */
  readonly parked: ReadonlySet<string>;
  /** True while the consumer has any parked key: only then something may lie under another key. */
  readonly isAnyParked: boolean;
}

const dayOf = (record: EventRecord): string => record.occurredAt.slice(0, 10);

/** Locks those of `keys` that are parked for consumer `$1`, for live traffic and replays alike. */
export const parkedSql = (s: string, keys: string, also = 'true'): string =>
  `select key from ${s}.parked_key where ${also} and consumer = $1 and key = any(${keys}::text[]) order by key for share`;

/** Marks events of consumer `$1` as handled in a run; what was marked before is left out. `from` has `event_id` and `event_day`. */
export const markSql = (s: string, run: string, from: string): string =>
  `insert into ${s}.inbox (consumer, run_id, event_id, event_day)
   select $1, ${run}, event_id, event_day from ${from} on conflict do nothing`;

/** True of a row of an event log, named `e`, that has had no effect for this consumer. What is older than the inbox reaches is not known to be missed. */
export const missedSql = (schema: string, consumer: string): string => {
  const s = quoteSchema(schema);
  const day = `(e.occurred_at at time zone 'UTC')::date`;
  return `not exists (select from ${s}.inbox_horizon h where h.day > ${day})
    and not exists (select from ${s}.inbox i where i.consumer = ${consumer} and i.run_id = '${LIVE_RUN}'
      and i.event_id = e.event_id and i.event_day = ${day})`;
};

/** Marks events as handled and locks parked keys. */
const admitSql = (s: string) => `with parked as materialized (${parkedSql(s, '$3')}),
       fresh as (
         ${markSql(
           s,
           '$5',
           `unnest($2::uuid[], $3::text[], $4::date[]) as e(event_id, key, event_day)
           where key not in (select key from parked)`,
         )} returning event_id)
       select coalesce((select array_agg(event_id::text) from fresh), '{}') as fresh,
         coalesce((select array_agg(key) from parked), '{}') as parked,
         exists (select from ${s}.parked_key where consumer = $1) as "isAnyParked"`;

const EVENT = { consumer: '$1', key: 'e.key', source: 'e.source', aggregate: 'e.aggregate', version: 'e.version' };

/**
 * Keys of events of which an earlier version of their aggregate lies under another key, which is locked. What it says of letters was true
 * before the lock was there.
 */
const behindSql = (s: string) => `with e as materialized (
         select key, source, aggregate, to_jsonb(version) as version
         from unnest($2::text[], $3::text[], $4::text[], $5::int[]) as e(key, source, aggregate, version)),
       elsewhere as materialized (
         select e.key, o.key as other from e cross join lateral (
           select distinct o.key ${earlierElsewhereSql(`${s}.dead_letter`, EVENT)}) o),
       parked as materialized (${parkedSql(s, 'array(select other from elsewhere)')})
       select key, other from elsewhere where other in (select key from parked) order by key, other`;

/** What {@link behindStatement} asks for. */
export const behindValues = (consumer: string, records: readonly EventRecord[]): unknown[] => [
  consumer,
  records.map((r) => r.key),
  records.map((r) => r.source),
  records.map((r) => r.aggregateId),
  records.map((r) => r.version),
];

export const behindStatement = (schema: string): Statement =>
  statement('behind', schema, behindSql(quoteSchema(schema)));

export const admitStatement = (schema: string): Statement => statement('admit', schema, admitSql(quoteSchema(schema)));

/** Which events had their effect, by consumer. */
export class Inbox {
  private readonly months: InboxMonths;
  private readonly s: string;
  private readonly admitting: Statement;
  private readonly holding: Statement;

  constructor(
    private readonly dataSource: DataSource,
    schema: string,
    private readonly consumer: string,
  ) {
    this.s = quoteSchema(schema);
    this.admitting = admitStatement(schema);
    this.holding = behindStatement(schema);
    this.months = new InboxMonths(dataSource, schema);
  }

  /**
   * Makes the months of these events exist. An event from before the horizon is refused with `BEYOND_DEDUPE_HORIZON`:
   * its inbox row may have been dropped, so nobody can tell whether it is a copy.
   */
  async prepare(records: readonly EventRecord[]): Promise<void> {
    await this.months.prepare(records.map(dayOf));
  }

  /** Looks again whether months exist: an operator may have dropped one. */
  forgetMonths(): void {
    this.months.forget();
  }

  /** First statement about the events in their transaction: marks those that are new, tells which keys are parked. */
  async admit(tx: EntityManager, records: readonly EventRecord[]): Promise<Admission> {
    const { rows } = await execute<{ fresh: string[]; parked: string[]; isAnyParked: boolean }>(tx, this.admitting, [
      this.consumer,
      records.map((r) => r.id),
      records.map((r) => r.key),
      records.map(dayOf),
      LIVE_RUN,
    ]);
    const [row] = rows;
    return { fresh: new Set(row?.fresh), parked: new Set(row?.parked), isAnyParked: row?.isAnyParked ?? false };
  }

  /**
   * Keys of events that must not come before what lies under another key. Its row stays locked until the transaction ends. Whoever had the
   * lock may have released that letter and left others, so it is asked for again until all that holds something was locked before.
   */
  async behind(tx: EntityManager, records: readonly EventRecord[]): Promise<ReadonlySet<string>> {
    const locked = new Set<string>();
    for (;;) {
      const values = behindValues(this.consumer, records);
      const { rows } = await execute<{ key: string; other: string }>(tx, this.holding, values);
      if (rows.every(({ other }) => locked.has(other))) return new Set(rows.map(({ key }) => key));
      for (const { other } of rows) locked.add(other);
    }
  }

  /** Takes the marks back of events that have to wait after all. */
  async unmark(tx: EntityManager, records: readonly EventRecord[]): Promise<void> {
    await tx.query(
      `delete from ${this.s}.inbox i using unnest($3::uuid[], $4::date[]) as e(event_id, event_day)
       where i.consumer = $1 and i.run_id = $2 and i.event_id = e.event_id and i.event_day = e.event_day`,
      [this.consumer, LIVE_RUN, records.map((r) => r.id), records.map(dayOf)],
    );
  }

  /** For a letter that is released: marks it whether or not its key is parked. False when it had its effect before. */
  async mark(tx: EntityManager, record: EventRecord): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `${markSql(this.s, '$2', '(values ($3::uuid, $4::date)) e(event_id, event_day)')} returning event_id`,
      [this.consumer, LIVE_RUN, record.id, dayOf(record)],
    );
    return rows.length > 0;
  }

  /** What {@link admit} would say, without marking anything: asked before an effect is set off. */
  async peek(record: EventRecord): Promise<'fresh' | 'duplicate' | 'parked'> {
    const [row] = await this.dataSource.query<{ seen: boolean; parked: boolean }[]>(
      `select exists (select from ${this.s}.inbox
           where consumer = $1 and run_id = $2 and event_id = $3 and event_day = $4) as seen,
         exists (select from ${this.s}.parked_key where consumer = $1 and key = $5)
           or exists (select ${earlierElsewhereSql(`${this.s}.dead_letter`, {
             consumer: '$1',
             key: '$5',
             source: '$6',
             aggregate: '$7',
             version: 'to_jsonb($8::int)',
           })}) as parked`,
      [
        this.consumer,
        LIVE_RUN,
        record.id,
        dayOf(record),
        record.key,
        record.source,
        record.aggregateId,
        record.version,
      ],
    );
    if (row?.seen) return 'duplicate';
    return row?.parked ? 'parked' : 'fresh';
  }
}
