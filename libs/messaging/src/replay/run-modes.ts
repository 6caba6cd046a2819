import { setTimeout as sleep } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { LIVE_RUN } from '../consumer/inbox';
import type { DeadLetters } from '../consumer/dead-letters/dead-letters';
import { logOf } from '../database/event-log';
import { inTransaction } from '../database/transaction';
import { ReplayRefused } from './filter.rules';
import { type History, type HistoryPlan, type Logged, merged } from './history';
import type { Comparison, CompleteRebuild, ReplayHooks } from './rebuild';
import type { ClaimedRun, ReplayStore } from './replay-store';
import type { ReplayWork } from './replay-work';
import type { ReplayFilter, ReplayMode, ReplayRun } from './run';

const DRAIN_MS = 30_000;

export interface ModeOptions {
  readonly store: ReplayStore;
  readonly hooks: ReplayHooks;
  readonly deadLetters: DeadLetters;
  /** The history of a consumer that a filter selects. */
  readonly history: (consumer: string, filter: ReplayFilter) => History;
}

/** What happens before and after the copy, by mode. Every step may be repeated after a crash. */
export class RunModes {
  constructor(private readonly options: ModeOptions) {}

  /**
   * What a run would repeat. A redelivery ends where the live consumer is: what it has not reached yet comes anyway.
   */
  plan(consumer: string, mode: ReplayMode, filter: ReplayFilter): Promise<HistoryPlan> {
    return this.countOf(this.options.history(consumer, filter), consumer, mode);
  }

  /** What a run repeats, counted and copied alike: of a redelivery, only what had happened when it was asked for. */
  historyOf({ consumer, mode, filter, to }: ClaimedRun): History {
    return this.options.history(consumer, mode === 'redeliver' ? { ...filter, to: earlier(filter.to, to) } : filter);
  }

  /** Fixes the ends, and readies what the copy writes to. */
  async prepare(run: ClaimedRun): Promise<void> {
    const { store } = this.options;
    if (run.mode === 'reset-keys') await this.park(run);
    const plan = await this.countOf(this.historyOf(run), run.consumer, run.mode);
    await inTransaction(store.dataSource, async (tx) => {
      if (run.mode === 'reset-keys') await this.options.hooks.of(run.consumer).reset?.(tx, run.filter.keys ?? []);
      if (run.mode === 'rebuild') await this.rebuildOf(run).shadow(tx);
      await store.planned(tx, run.id, plan.partitions);
    });
  }

  /** After the copy. The state that the run goes to. */
  async finish(run: ClaimedRun, work: ReplayWork): Promise<'completed' | 'ready'> {
    if (run.mode === 'reset-keys') await this.release(run);
    return run.mode === 'rebuild' ? this.compareAndSwap(run, work) : 'completed';
  }

  /** A rebuild that is given up leaves nothing. Keys of a reset stay parked: half a history must not be used. */
  async abandon(tx: EntityManager, run: ReplayRun): Promise<void> {
    if (run.mode === 'rebuild') await this.options.hooks.rebuildOf(run.consumer)?.discard(tx);
  }

  private rebuildOf({ consumer }: ReplayRun): CompleteRebuild {
    const rebuild = this.options.hooks.rebuildOf(consumer);
    if (!rebuild) throw new ReplayRefused('CONSUMER_CANNOT_REBUILD');
    return rebuild;
  }

  private async countOf(history: History, consumer: string, mode: ReplayMode): Promise<HistoryPlan> {
    return history.plan(mode === 'reset-keys' ? new Map() : await this.cursors(consumer));
  }

  private async cursors(consumer: string): Promise<Map<string, number>> {
    const { store } = this.options;
    const rows = await store.dataSource.query<{ place: string; offset: number }[]>(
      `select source || '/' || partition as place, "offset"::float8 as "offset" from ${store.s}.consumer_cursor
       where consumer = $1`,
      [consumer],
    );
    return new Map(rows.map(({ place, offset }) => [place, offset]));
  }

  /** Live events of these keys wait from now on; those in the middle of their transaction are waited for. */
  private async park({ consumer, filter }: ReplayRun): Promise<void> {
    const { store } = this.options;
    const [row] = await store.dataSource.query<{ at: string }[]>(
      `with parked as (insert into ${store.s}.parked_key (consumer, key) select $1, unnest($2::text[])
         on conflict do nothing) select clock_timestamp()::text as at`,
      [consumer, filter.keys ?? []],
    );
    for (let waited = 0; waited < DRAIN_MS; waited += 50) {
      const [open] = await store.dataSource.query<unknown[]>(
        `select 1 from pg_stat_activity where datname = current_database() and usename = current_user
           and pid <> pg_backend_pid() and state <> 'idle' and xact_start <= $1::timestamptz
           and backend_xid is not null limit 1`,
        [row?.at],
      );
      if (!open) return;
      await sleep(50);
    }
    throw new ReplayRefused('LIVE_TRANSACTIONS_DO_NOT_END');
  }

  /** What waited meanwhile takes effect in order; what the run has repeated is recognised. */
  private async release({ consumer, filter, requestedBy: actor, reason }: ReplayRun): Promise<void> {
    await this.options.deadLetters.redrive(consumer, filter.keys ?? [], { by: { actor, reason } });
  }

  /** Under the lock nothing moves: the shadow catches up, is compared, and takes the place of the live tables. */
  private async compareAndSwap(run: ClaimedRun, work: ReplayWork): Promise<'completed' | 'ready'> {
    const { store } = this.options;
    const rebuild = this.rebuildOf(run);
    if (!run.swap) {
      const result = await inTransaction(store.dataSource, (tx) => rebuild.compare(tx));
      await store.note(run.id, { result });
      return 'ready';
    }
    const result: Comparison = await inTransaction(store.dataSource, async (tx) => {
      await tx.query('set local statement_timeout = 0');
      await rebuild.lock(tx);
      for (const missed of await this.missed(tx, run)) await work.within(tx, [missed]);
      const compared = await rebuild.compare(tx);
      await rebuild.swap(tx);
      await store.move(tx, run.id, ['running'], 'completed');
      return compared;
    });
    await store.note(run.id, { result });
    return 'completed';
  }

  /** Events that took effect live since the copy passed: each source in the order of its log, sources merged by time. */
  private async missed(tx: EntityManager, run: ClaimedRun): Promise<Logged[]> {
    const history = this.options.history(run.consumer, {});
    const lists: Logged[][] = [];
    for (const source of history.sources) {
      const rows = await tx.query<{ id: string }[]>(
        `select e.event_id as id from ${logOf(source)} e
         left join (select partition, coalesce((ends->>$3)::bigint, 0) as until from ${this.options.store.s}.replay_cursor
           where run_id = $2) c on c.partition = e.partition
         where type = any($4::text[]) and (e."offset" > coalesce(c.until, 0) or e.event_id in (
             select event_id from ${this.options.store.s}.replay_exception where run_id = $2))
           and exists (select from ${this.options.store.s}.inbox i where i.consumer = $1 and i.run_id = $5
             and i.event_id = e.event_id and i.event_day = (e.occurred_at at time zone 'UTC')::date)
         order by e.partition, e."offset"`,
        [run.consumer, run.id, source, history.types, LIVE_RUN],
      );
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) lists.push(...byPartition(await history.byId(source, ids)));
    }
    return merged(lists);
  }
}

/** Offsets order the events of one partition; between partitions only their times do. */
const byPartition = (events: readonly Logged[]): Logged[][] => [
  ...Map.groupBy(events, ({ record }) => record.partition).values(),
];

const earlier = (given: string | undefined, until: Date): string =>
  given !== undefined && new Date(given) < until ? given : until.toISOString();
