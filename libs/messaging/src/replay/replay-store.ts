import type { DataSource, EntityManager } from 'typeorm';
import { quoteSchema } from '../database/names';
import type { Marks, PartitionPlan } from './history';
import type { ReplayException, ReplayRequest, ReplayRun, ReplayState } from './run';

/** Where one partition of a run stands. */
export interface Place {
  readonly partition: number;
  readonly positions: Marks;
  readonly ends: Marks;
  readonly step: number;
}

export type Phase = 'new' | 'copy' | 'swap';

export interface ClaimedRun extends ReplayRun {
  readonly phase: Phase;
}

const LEASE = `clock_timestamp() + interval '15 seconds'`;
const UNFINISHED = `('running', 'paused', 'ready', 'failed')`;

/** SQL over runs and their cursors. */
export class ReplayStore {
  readonly s: string;

  constructor(
    readonly dataSource: DataSource,
    readonly schema: string,
  ) {
    this.s = quoteSchema(schema);
  }

  /** Recorded, and held back from every runner until its ends are fixed and {@link release} is called. */
  async insert(tx: EntityManager, id: string, request: ReplayRequest, until: Date): Promise<void> {
    const { consumer, mode, filter, rate = null, withEffects = false, swap = false, requestedBy, reason } = request;
    await tx.query(
      `insert into ${this.s}.replay_run
         (id, consumer, mode, filter, state, rate, with_effects, swap, requested_by, reason, until, owner, lease_until)
       values ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $9, $10, $1, clock_timestamp() + interval '2 minutes')`,
      [id, consumer, mode, JSON.stringify(filter), rate, withEffects, swap, requestedBy, reason, until.toISOString()],
    );
  }

  /** The run may copy from here on. */
  async planned(tx: EntityManager, id: string, partitions: readonly PartitionPlan[]): Promise<void> {
    await tx.query(
      `insert into ${this.s}.replay_cursor (run_id, partition, positions, ends, total)
       select $1, p.partition, '{}', p.ends, p.total
       from unnest($2::smallint[], $3::jsonb[], $4::bigint[]) as p(partition, ends, total)`,
      [
        id,
        partitions.map(({ partition }) => partition),
        partitions.map(({ ends }) => JSON.stringify(ends)),
        partitions.map(({ total }) => total),
      ],
    );
    await tx.query(`update ${this.s}.replay_run set phase = 'copy' where id = $1`, [id]);
  }

  async find(id: string): Promise<ClaimedRun | undefined> {
    const [row] = await this.select('where r.id = $1', [id]);
    return row;
  }

  /** Latest first. */
  list(limit = 100): Promise<ClaimedRun[]> {
    return this.select('order by r.created_at desc limit $1', [limit]);
  }

  /** Takes the oldest running run of these consumers that nobody works on. */
  async claim(owner: string, consumers: readonly string[]): Promise<ClaimedRun | undefined> {
    const [rows] = await this.dataSource.query<[{ id: string }[], number]>(
      `update ${this.s}.replay_run set owner = $1, lease_until = ${LEASE} where id = (
         select id from ${this.s}.replay_run where state = 'running' and consumer = any($2)
           and (lease_until is null or lease_until < clock_timestamp() or owner = $1)
         order by created_at limit 1 for update skip locked) returning id`,
      [owner, consumers],
    );
    const [first] = rows;
    return first && this.find(first.id);
  }

  /** Prolongs the lease. What the operator wants meanwhile; undefined when the run is not ours any more. */
  async beat(id: string, owner: string, ms: number): Promise<{ state: ReplayState; rate: number | null } | undefined> {
    const [rows] = await this.dataSource.query<[{ state: ReplayState; rate: number | null }[], number]>(
      `update ${this.s}.replay_run set lease_until = ${LEASE}, active_ms = active_ms + $3
       where id = $1 and owner = $2 returning state, rate`,
      [id, owner, Math.round(ms)],
    );
    return rows[0];
  }

  async release(id: string, owner: string): Promise<void> {
    await this.dataSource.query(
      `update ${this.s}.replay_run set owner = null, lease_until = null where id = $1 and owner = $2`,
      [id, owner],
    );
  }

  /** Moves between states. False when the run is not in one of `from`. */
  async move(tx: EntityManager, id: string, from: readonly ReplayState[], to: ReplayState, error?: string) {
    const [, moved] = await tx.query<[unknown, number]>(
      `update ${this.s}.replay_run set state = $3, last_error = coalesce($4, last_error),
         finished_at = case when $3 in ${UNFINISHED} then null else clock_timestamp() end
       where id = $1 and state = any($2)`,
      [id, from, to, error ?? null],
    );
    return moved > 0;
  }

  async note(id: string, fields: { lastError?: string; result?: unknown }): Promise<void> {
    await this.dataSource.query(
      `update ${this.s}.replay_run set last_error = coalesce($2, last_error), result = coalesce($3, result) where id = $1`,
      [id, fields.lastError ?? null, fields.result === undefined ? null : JSON.stringify(fields.result)],
    );
  }

  async phase(tx: EntityManager, id: string, phase: Phase): Promise<void> {
    await tx.query(`update ${this.s}.replay_run set phase = $2 where id = $1`, [id, phase]);
  }

  /** Partitions that are not finished. */
  places(id: string): Promise<Place[]> {
    return this.dataSource.query<Place[]>(
      `select partition, positions, ends, step from ${this.s}.replay_cursor
       where run_id = $1 and not done order by partition`,
      [id],
    );
  }

  async done(id: string, partition: number): Promise<void> {
    await this.dataSource.query(
      `update ${this.s}.replay_cursor set done = true, positions = ends where run_id = $1 and partition = $2`,
      [id, partition],
    );
  }

  exceptions(id: string, limit = 1000): Promise<ReplayException[]> {
    return this.dataSource.query<ReplayException[]>(
      `select event_id as "eventId", key, type, kind, code, failure from ${this.s}.replay_exception
       where run_id = $1 order by at, event_id limit $2`,
      [id, limit],
    );
  }

  /** Keys of which an event failed in this run: what follows is not handled before it. */
  async blockedKeys(id: string): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ key: string }[]>(
      `select distinct key from ${this.s}.replay_exception where run_id = $1 and kind = 'failed'`,
      [id],
    );
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * A finished run needs no memory of what it did. It goes by ranges of event ids, which the index answers whatever the planner believes:
   * joined by the places of rows, a table without statistics, which that of a run is, was compared row by row.
   */
  async tidy({ id, consumer }: Pick<ReplayRun, 'id' | 'consumer'>): Promise<void> {
    const ofRun = `from ${this.s}.inbox where consumer = $1 and run_id = $2 and event_id > $3`;
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
      const [last]: { id: string }[] = await this.dataSource.query<{ id: string }[]>(
        `select event_id as id ${ofRun} order by event_id offset 19999 limit 1`,
        [consumer, id, after],
      );
      await this.dataSource.query(`delete ${ofRun} and ($4::uuid is null or event_id <= $4)`, [
        consumer,
        id,
        after,
        last?.id ?? null,
      ]);
      after = last?.id;
    }
  }

  private select(rest: string, values: unknown[]): Promise<ClaimedRun[]> {
    return this.dataSource.query<ClaimedRun[]>(
      `select r.id, r.consumer, r.mode, r.filter, r.state, r.rate, r.with_effects as "withEffects", r.swap, r.phase,
         r.requested_by as "requestedBy", r.reason, r.until as "to", r.last_error as "lastError", r.result,
         r.active_ms::float8 as "activeMs", r.created_at as "createdAt", r.finished_at as "finishedAt", c.*
       from ${this.s}.replay_run r cross join lateral (
         select coalesce(sum(total), 0)::float8 as total, coalesce(sum(delivered), 0)::float8 as delivered,
           coalesce(sum(suppressed), 0)::float8 as suppressed, coalesce(sum(dropped), 0)::float8 as dropped,
           coalesce(sum(skipped), 0)::float8 as skipped, coalesce(sum(failed), 0)::float8 as failed
         from ${this.s}.replay_cursor where run_id = r.id) c ${rest}`,
      values,
    );
  }
}
