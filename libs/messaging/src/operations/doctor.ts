import type { DataSource } from 'typeorm';
import { sourcesOf } from '../consumer/handlers';
import { unreadableLogs } from '../database/event-log';
import { quoteSchema } from '../database/names';
import { isUnhandled } from '../rollout/unhandled';
import { murmur2, PARTITIONS } from '../partition';
import { clockOffset } from './clock-offset.rules';
import { droppedSettings, refusesWrites } from './connection-settings';
import { notChecked } from './not-checked.rules';
import { outboxStatus } from './outbox-status';

export interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
}

export interface DoctorOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly consumers: () => ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  readonly oldestWrite: () => Promise<number>;
}

const TABLES = [
  'outbox',
  'event_log',
  'consumer_cursor',
  'inbox',
  'dead_letter',
  'parked_key',
  'delivery_attempt',
  'relay_instance',
  'replay_run',
  'replay_cursor',
  'replay_exception',
  'consumer_control',
  'ops_audit',
  'consumer_instance',
  'consumer_want',
];

/** Questions an operator asks first. None of them changes anything. */
export class Doctor {
  private readonly s: string;

  constructor(private readonly options: DoctorOptions) {
    this.s = quoteSchema(options.schema);
  }

  /** A check that cannot be made is a failed check. */
  async examine(): Promise<Check[]> {
    const checks: Record<string, () => Promise<Omit<Check, 'name'>>> = {
      clock: () => this.clock(),
      connection: () => this.connection(),
      writes: () => this.writes(),
      schema: () => this.schema(),
      outbox: () => this.outbox(),
      leases: () => this.leases(),
      partitions: () => this.partitions(),
      'source-logs': () => this.sourceLogs(),
      'orphan-inbox': () => this.orphans(),
      handlers: () => this.handlers(),
      'parked-keys': () => this.parkedKeys(),
      'replay-runs': () => this.runs(),
      'oldest-transaction': () => this.oldestTransaction(),
    };
    return Promise.all(
      Object.entries(checks).map(async ([name, check]): Promise<Check> => {
        try {
          return { name, ...(await check()) };
        } catch (error) {
          return { name, ...notChecked(error) };
        }
      }),
    );
  }

  private async clock() {
    const askedAt = Date.now();
    const now = await this.one<number>('extract(epoch from clock_timestamp()) * 1000');
    const off = clockOffset(askedAt, now, Date.now());
    return { status: graded(Math.abs(off), 250, 2_000), detail: `${off} ms from the database's clock` };
  }

  /** A pooler in between may drop what we ask for when we connect. */
  private async connection() {
    const dropped = await droppedSettings(this.options.dataSource);
    return dropped.length === 0
      ? ({ status: 'ok', detail: 'settings are as asked for' } as const)
      : ({ status: 'fail', detail: `connect directly, without a pooler: ${dropped.join('; ')}` } as const);
  }

  private async writes() {
    const why = await refusesWrites(this.options.dataSource);
    return why
      ? ({ status: 'fail', detail: `refused: ${why}` } as const)
      : ({ status: 'ok', detail: 'the database takes them' } as const);
  }

  private async schema() {
    const rows = await this.options.dataSource.query<{ name: string }[]>(
      `select name from unnest($1::text[]) as name where to_regclass($2 || '.' || name) is null order by name`,
      [TABLES, this.s],
    );
    const missing = rows.map(({ name }) => name);
    return missing.length === 0
      ? ({ status: 'ok', detail: `${TABLES.length} messaging tables` } as const)
      : ({ status: 'fail', detail: `missing: ${missing.join(', ')}` } as const);
  }

  /** Replays and large events read the logs of others: better known now than in an incident. */
  private async sourceLogs() {
    const consumers = [...this.options.consumers().values()].map((types) => [...types.keys()]);
    const sources = sourcesOf(consumers.flat());
    const away = await unreadableLogs(this.options.dataSource, sources);
    return away.length === 0
      ? ({ status: 'ok', detail: `logs of ${sources.length} sources can be read` } as const)
      : ({ status: 'warn', detail: `not to be read, so not to be replayed: ${away.join(', ')}` } as const);
  }

  private async outbox() {
    const { waiting, oldestSeconds } = await outboxStatus(this.options.dataSource, this.options.schema);
    return { status: graded(oldestSeconds, 10, 120), detail: `${waiting} waiting, oldest ${oldestSeconds} s` };
  }

  private async leases() {
    const dead = await this.one<number>(
      `(select count(*)::int from ${this.s}.relay_instance where seen_at < clock_timestamp() - interval '30 seconds')`,
    );
    const live = await this.one<number>(
      `(select count(distinct instance_id)::int from ${this.s}.relay_instance
        where seen_at > clock_timestamp() - interval '30 seconds')`,
    );
    return {
      // Entries of gone ones are taken away within a minute: nobody has to do it.
      status: live === 0 ? ('fail' as const) : ('ok' as const),
      detail: `${live} instances seen lately, ${dead} entries of gone ones`,
    };
  }

  /** Every group that somebody takes part in must own all partitions. */
  private async partitions() {
    const groups = await this.options.dataSource.query<{ group_name: string }[]>(
      `select distinct group_name from ${this.s}.relay_instance where seen_at > clock_timestamp() - interval '30 seconds'`,
    );
    const locks = await this.options.dataSource.query<{ lock: string; held: number }[]>(
      `select classid::bigint as lock, count(*)::int as held from pg_locks
       where locktype = 'advisory' and granted and objsubid = 2
         and database = (select oid from pg_database where datname = current_database()) group by 1`,
    );
    const held = new Map(locks.map(({ lock, held }) => [Number(lock), held]));
    const short = groups
      .map(({ group_name }) => ({
        group: group_name,
        owned: held.get(murmur2(Buffer.from(`${this.options.schema}/${group_name}`)) >>> 0) ?? 0,
      }))
      .filter(({ owned }) => owned < PARTITIONS);
    const detail = short.map(({ group, owned }) => `${group} ${owned}/${PARTITIONS}`).join(', ');
    return short.length === 0
      ? ({ status: 'ok', detail: `${groups.length} groups own all ${PARTITIONS}` } as const)
      : ({ status: 'warn', detail: `not all owned: ${detail}` } as const);
  }

  /** Consumers that left rows and have no handlers in this build. */
  private async orphans() {
    const rows = await this.options.dataSource.query<{ consumer: string }[]>(
      `with recursive names as (
         (select consumer from ${this.s}.inbox order by consumer limit 1)
         union all select (select i.consumer from ${this.s}.inbox i where i.consumer > n.consumer
           order by i.consumer limit 1) from names n where n.consumer is not null)
       select consumer from names where consumer is not null
       union select consumer from ${this.s}.consumer_cursor
       union select consumer from ${this.s}.consumer_want`,
    );
    const known = this.options.consumers();
    const orphans = rows.map(({ consumer }) => consumer).filter((consumer) => !known.has(consumer));
    return orphans.length === 0
      ? ({ status: 'ok', detail: `${known.size} consumers` } as const)
      : ({ status: 'warn', detail: `no handlers here: ${orphans.join(', ')}` } as const);
  }

  /** Two releases at once, and events that went by because no release handled their type. */
  private async handlers() {
    const gone = await this.options.dataSource.query<{ place: string }[]>(
      `select consumer || ' ' || contract || ' ' || unhandled as place from ${this.s}.consumer_want w
       where ${isUnhandled(this.s)} order by consumer, contract`,
    );
    if (gone.length > 0) {
      const places = gone.map(({ place }) => place.replace('urn:throughcare:event:', '')).join(', ');
      return { status: 'warn' as const, detail: `came and nobody handled them: ${places}` };
    }
    const mixed = await this.options.dataSource.query<{ consumer: string }[]>(
      `select consumer from ${this.s}.consumer_instance where seen_at > clock_timestamp() - interval '30 seconds'
       group by consumer having count(distinct wants) > 1 order by consumer`,
    );
    const names = mixed.map(({ consumer }) => consumer).join(', ');
    return { status: 'ok' as const, detail: names ? `two releases run: ${names}` : 'one release runs' };
  }

  private async parkedKeys() {
    const empty = await this.one<number>(
      `(select count(*)::int from ${this.s}.parked_key p where not exists (
         select from ${this.s}.dead_letter d where d.consumer = p.consumer and d.key = p.key and d.state <> 'discarded')
         and not exists (select from ${this.s}.replay_run r where r.consumer = p.consumer and r.mode = 'reset-keys'
           and r.state in ('running', 'paused', 'failed')))`,
    );
    const parked = await this.one<number>(`(select count(*)::int from ${this.s}.parked_key)`);
    if (empty > 0) return { status: 'fail' as const, detail: `${empty} keys wait for nothing: reset them or redrive` };
    return {
      status: parked > 0 ? ('warn' as const) : ('ok' as const),
      detail: `${parked} ${parked === 1 ? 'key waits' : 'keys wait'} behind dead letters`,
    };
  }

  private async runs() {
    const failed = await this.one<number>(`(select count(*)::int from ${this.s}.replay_run where state = 'failed')`);
    const orphaned = await this.one<number>(
      `(select count(*)::int from ${this.s}.replay_run where state = 'running'
        and coalesce(lease_until, created_at) < clock_timestamp() - interval '1 minute')`,
    );
    const status = orphaned > 0 ? ('fail' as const) : failed > 0 ? ('warn' as const) : ('ok' as const);
    return { status, detail: `${failed} failed, ${orphaned} that nobody works on` };
  }

  /** An old writing transaction holds the relays of every service back. */
  private async oldestTransaction() {
    const seconds = Math.round(await this.options.oldestWrite());
    return { status: graded(seconds, 10, 60), detail: `oldest writing transaction ${seconds} s` };
  }

  private async one<T>(expression: string): Promise<T> {
    const [row] = await this.options.dataSource.query<{ value: T }[]>(`select (${expression})::float8 as value`);
    return (row as { value: T }).value;
  }
}

const graded = (value: number, warn: number, fail: number): Check['status'] =>
  value >= fail ? 'fail' : value >= warn ? 'warn' : 'ok';
