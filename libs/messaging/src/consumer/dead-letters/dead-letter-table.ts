import type { EntityManager } from 'typeorm';
import type { EventRecord } from '../../publish/event-record';
import { quoteSchema } from '../../database/names';
import { LIVE_RUN } from '../inbox';
import { earlierElsewhereSql, releaseOrderSql } from './release-order';
import type { Failure } from '@throughcare/base/retry.rules';

export interface DeadLetter {
  readonly id: string;
  readonly consumer: string;
  readonly key: string;
  readonly eventId: string;
  readonly type: string;
  /** `failed`: could not be handled; `waiting`: a later event of the same key; `discarded`: someone decided so. */
  readonly state: 'failed' | 'waiting' | 'discarded';
  readonly code: string;
  readonly errorClass: string;
  readonly attempts: number;
  readonly firstFailedAt: Date;
  readonly lastFailedAt: Date;
  readonly handlerVersion: string;
  readonly discardReason: string | null;
}

export interface NextLetter {
  readonly id: string;
  readonly record: EventRecord;
  /** True for what only waits: it was never tried. */
  readonly waits: boolean;
  /** True while an earlier version of its aggregate lies under another key. */
  readonly isHeld: boolean;
}

/** Who lets events of a parked key take effect, and why. */
export interface Releaser {
  readonly actor: string;
  readonly reason?: string;
}

/** SQL over dead letters and parked keys. Every method runs in the caller's transaction. */
export class DeadLetterTable {
  private readonly s: string;

  constructor(
    schema: string,
    private readonly handlerVersion: string,
  ) {
    this.s = quoteSchema(schema);
  }

  /** Parks the key behind this event. */
  async fail(
    tx: EntityManager,
    consumer: string,
    record: EventRecord,
    failure: Failure,
    attempts: number,
  ): Promise<void> {
    await this.park(tx, consumer, [record.key]);
    await tx.query(
      `insert into ${this.s}.dead_letter
         (consumer, key, event_id, type, event, state, code, error_class, attempts, handler_version, in_order, failure, first_failed_at)
       values ($1, $2, $3, $4, $5, 'failed', $6, $7, $8, $9, true, $10, coalesce(
         (select first_at from ${this.s}.delivery_attempt where consumer = $1 and event_id = $3), clock_timestamp()))
       on conflict (consumer, event_id) do nothing`,
      [
        consumer,
        record.key,
        record.id,
        record.type,
        JSON.stringify(record),
        failure.code,
        failure.errorClass,
        attempts,
        this.handlerVersion,
        factsOf(failure),
      ],
    );
    await tx.query(`delete from ${this.s}.delivery_attempt where consumer = $1 and event_id = $2`, [
      consumer,
      record.id,
    ]);
  }

  /** Parks these keys. A row that is there is locked: a redrive may not free the key before our letter can be seen. */
  async park(tx: EntityManager, consumer: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await tx.query(
      `insert into ${this.s}.parked_key as p (consumer, key) select $1, key from unnest($2::text[]) as k(key) order by key
       on conflict (consumer, key) do update set parked_at = p.parked_at`,
      [consumer, keys],
    );
  }

  /**
   * Appends events of parked keys behind their dead letter, in order; copies of events that had their effect are not. Returns those that
   * were appended.
   */
  async wait(tx: EntityManager, consumer: string, records: readonly EventRecord[]): Promise<readonly EventRecord[]> {
    if (records.length === 0) return [];
    const rows = await tx.query<{ id: string }[]>(
      `insert into ${this.s}.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version, in_order)
       select $1, e.key, e.event_id, e.type, e.event, 'waiting', 'BEHIND_DEAD_LETTER', 'permanent', $6, true
       from unnest($2::uuid[], $3::text[], $4::text[], $5::jsonb[]) with ordinality as e(event_id, key, type, event, nth)
       where not exists (select from ${this.s}.inbox i where i.consumer = $1 and i.run_id = $7 and i.event_id = e.event_id
         and i.event_day = left(e.event->>'occurredAt', 10)::date)
       order by e.nth
       on conflict (consumer, event_id) do nothing returning event_id as id`,
      [
        consumer,
        records.map((r) => r.id),
        records.map((r) => r.key),
        records.map((r) => r.type),
        records.map((r) => JSON.stringify(r)),
        this.handlerVersion,
        LIVE_RUN,
      ],
    );
    const appended = new Set(rows.map(({ id }) => id));
    return records.filter(({ id }) => appended.has(id));
  }

  /** Locks a parked key against lanes and other redrives. False when it is not parked. */
  async lock(tx: EntityManager, consumer: string, key: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select key from ${this.s}.parked_key where consumer = $1 and key = $2 for update`,
      [consumer, key],
    );
    return rows.length > 0;
  }

  /** The letter of a key that is released next, or undefined: then the key is free again. */
  async first(tx: EntityManager, consumer: string, key: string): Promise<NextLetter | undefined> {
    const table = `${this.s}.dead_letter`;
    const letters = releaseOrderSql(table, `l.consumer = $1 and l.key = $2 and l.state <> 'discarded'`);
    const [row] = await tx.query<NextLetter[]>(
      `select id, event as record, state = 'waiting' as waits,
         exists (select ${earlierElsewhereSql(table, FIRST)}) as "isHeld" from ${letters} first where nth = 1`,
      [consumer, key],
    );
    return row;
  }

  async hasAny(tx: EntityManager, consumer: string, key: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from ${this.s}.dead_letter where consumer = $1 and key = $2 and state <> 'discarded' limit 1`,
      [consumer, key],
    );
    return rows.length > 0;
  }

  async isParked(tx: EntityManager, consumer: string, key: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(`select 1 from ${this.s}.parked_key where consumer = $1 and key = $2`, [
      consumer,
      key,
    ]);
    return rows.length > 0;
  }

  async unpark(tx: EntityManager, consumer: string, key: string): Promise<void> {
    await tx.query(`delete from ${this.s}.parked_key where consumer = $1 and key = $2`, [consumer, key]);
  }

  /**
   * Takes the letter away because its event takes effect in this transaction, and notes how long it lay and who wanted that. Returns other
   * keys under which its aggregate waits; undefined when somebody else released or discarded it.
   */
  async release(tx: EntityManager, id: string, { actor, reason }: Releaser): Promise<readonly string[] | undefined> {
    const [row] = await tx.query<{ others: string[] }[]>(
      `with gone as (delete from ${this.s}.dead_letter where id = $1 and state <> 'discarded' returning *),
       noted as (
       insert into ${this.s}.released_letter (consumer, event_id, state, code, attempts, parked_at, released_by, reason)
       select consumer, event_id, state, code, attempts, first_failed_at, $2, $3 from gone
       on conflict (consumer, event_id) do update set state = excluded.state, code = excluded.code,
         attempts = excluded.attempts, parked_at = excluded.parked_at, released_at = clock_timestamp(),
         released_by = excluded.released_by, reason = excluded.reason)
       select array(select distinct o.key from ${this.s}.dead_letter o
           where o.consumer = gone.consumer and o.state <> 'discarded' and o.event->>'source' = gone.event->>'source'
             and o.event->>'aggregateId' = gone.event->>'aggregateId' and o.key <> gone.key order by o.key) as others
       from gone`,
      [id, actor, reason ?? null],
    );
    return row?.others;
  }

  /** Forgets releases of more than 400 days ago. */
  async prune(tx: EntityManager): Promise<void> {
    await tx.query(`delete from ${this.s}.released_letter where released_at < clock_timestamp() - interval '400 days'`);
  }

  async failedAgain(tx: EntityManager, id: string, failure: Failure): Promise<void> {
    await tx.query(
      `update ${this.s}.dead_letter set state = 'failed', code = $2, error_class = $3, attempts = attempts + 1,
         last_failed_at = clock_timestamp(), handler_version = $4, failure = $5 where id = $1`,
      [id, failure.code, failure.errorClass, this.handlerVersion, factsOf(failure)],
    );
  }

  async find(tx: EntityManager, id: string): Promise<{ consumer: string; key: string } | undefined> {
    const rows = await tx.query<{ consumer: string; key: string }[]>(
      `select consumer, key from ${this.s}.dead_letter where id = $1 and state <> 'discarded'`,
      [id],
    );
    return rows[0];
  }

  /**
   * The event takes no effect, now or as a copy; of one without a day, or of a month that is gone, no copy can take effect anyway.
   * False when there is no such letter any more.
   */
  async discard(tx: EntityManager, id: string, reason: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with gone as (
         update ${this.s}.dead_letter set state = 'discarded', discard_reason = $2 where id = $1 and state <> 'discarded'
         returning consumer, event_id, event),
       dated as (
         select consumer, event_id, left(event->>'occurredAt', 10) as day from gone),
       seen as (
         insert into ${this.s}.inbox (consumer, run_id, event_id, event_day)
         select consumer, $3, event_id, case when pg_input_is_valid(day, 'date') then day::date end from dated
         where pg_input_is_valid(day, 'date') and to_regclass($4 || '.inbox_' || left(replace(day, '-', '_'), 7)) is not null
         on conflict do nothing)
       select 1 from gone`,
      [id, reason, LIVE_RUN, this.s],
    );
    return rows.length > 0;
  }

  async parkedKeys(tx: EntityManager, consumer: string): Promise<string[]> {
    const rows = await tx.query<{ key: string }[]>(
      `select key from ${this.s}.parked_key where consumer = $1 order by parked_at, key`,
      [consumer],
    );
    return rows.map(({ key }) => key);
  }

  async list(tx: EntityManager, consumer?: string): Promise<DeadLetter[]> {
    return tx.query<DeadLetter[]>(
      `select id, consumer, key, event_id as "eventId", type, state, code, error_class as "errorClass", attempts,
         first_failed_at as "firstFailedAt", last_failed_at as "lastFailedAt", handler_version as "handlerVersion",
         discard_reason as "discardReason"
       from ${this.s}.dead_letter where $1::text is null or consumer = $1 order by id`,
      [consumer ?? null],
    );
  }
}

const FIRST = {
  consumer: 'first.consumer',
  key: 'first.key',
  source: 'first.source',
  aggregate: 'first.aggregate',
  version: 'first.version',
};

const factsOf = ({ facts }: Failure): string | null => (facts === undefined ? null : JSON.stringify(facts));
