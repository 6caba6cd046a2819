import { randomUUID } from 'node:crypto';
import type { ClientConfig } from 'pg';
import { quoteSchema } from './names';
import { murmur2, PARTITIONS } from '../partition';
import type { Query } from './connection';
import { DedicatedConnection } from './connection';
import { shareOf } from './shares.rules';

/** A set of processes that share the 64 partitions: the relays of a service, or the instances of one consumer. */
export interface PartitionGroup {
  readonly name: string;
  /** These are ours from now on. */
  owned(partitions: readonly number[]): void;
  /** Another instance will get these: resolve when nothing of them is in flight. They are unlocked after that. */
  release(partitions: readonly number[]): Promise<void>;
  /** The locks are gone, perhaps already someone else's. Stop; the database's own fences refuse what is late. */
  lost(): void;
}

interface Membership {
  readonly group: PartitionGroup;
  readonly lock: number;
  readonly owned: Set<number>;
  readonly leaving: Set<number>;
}

export interface OwnershipOptions {
  readonly config: ClientConfig;
  readonly schema: string;
  /** How often shares are looked at. */
  readonly everyMs?: number;
}

/** A member that was not seen for this many rounds, or whose session is gone, no longer counts. */
const MISSED_ROUNDS = 4;

/**
 * Owns partitions through session advisory locks on one connection without open transaction; a heartbeat table tells
 * how many share them. No leader; after a crash the locks come free with the dead session.
 */
export class Ownership {
  private readonly members = new Map<string, Membership>();
  private readonly instanceId = randomUUID();
  private readonly everyMs: number;
  private readonly connection: DedicatedConnection;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly options: OwnershipOptions) {
    this.everyMs = options.everyMs ?? 2_000;
    this.connection = new DedicatedConnection({
      config: options.config,
      name: 'throughcare ownership',
      onUp: async () => this.soon(0),
      onDown: () => this.allLost(),
    });
  }

  /** Takes part from now on. */
  join(group: PartitionGroup): void {
    const lock = murmur2(Buffer.from(`${this.options.schema}/${group.name}`));
    this.members.set(group.name, { group, lock, owned: new Set(), leaving: new Set() });
    this.soon(0);
  }

  /** Finishes what is in flight and frees the group's partitions. */
  async leave(name: string): Promise<void> {
    const member = this.members.get(name);
    if (!member) return;
    this.members.delete(name);
    await this.round.catch(() => undefined);
    await member.group.release([...member.owned]);
    if (!this.connection.isUp) return;
    await this.connection
      .exclusively(async (query) => {
        await unlock(query, member.lock, [...member.owned]);
        await query(`delete from ${this.table} where group_name = $1 and instance_id = $2`, [name, this.instanceId]);
      })
      .catch(() => undefined);
  }

  async close(): Promise<void> {
    for (const name of [...this.members.keys()]) await this.leave(name);
    this.closed = true;
    clearTimeout(this.timer);
    await this.connection.close();
  }

  private get table(): string {
    return `${quoteSchema(this.options.schema)}.relay_instance`;
  }

  private soon(afterMs: number): void {
    if (this.closed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.round = this.look()
        .catch(() => undefined)
        .finally(() => this.soon(this.everyMs));
    }, afterMs);
  }

  private async look(): Promise<void> {
    if (this.members.size === 0) return;
    await this.connection.exclusively(async (query) => {
      const counts = await this.beat(query);
      for (const member of this.members.values()) await this.share(query, member, counts.get(member.group.name) ?? 1);
    });
  }

  private async beat(query: Query): Promise<Map<string, number>> {
    const { rows } = await query<{ group_name: string; live: number }>(
      `with mine as (
         insert into ${this.table} (group_name, instance_id, backend_pid)
         select name, $2, pg_backend_pid() from unnest($1::text[]) as name
         on conflict (group_name, instance_id)
         do update set seen_at = clock_timestamp(), backend_pid = excluded.backend_pid returning group_name),
       dead as (
         delete from ${this.table} where instance_id <> $2 and seen_at < clock_timestamp() - interval '1 minute')
       select m.group_name, 1 + count(o.instance_id)::int as live from mine m
       left join ${this.table} o on o.group_name = m.group_name and o.instance_id <> $2
         and o.seen_at > clock_timestamp() - $3 * interval '1 millisecond'
         and exists (select from pg_stat_get_activity(o.backend_pid))
       group by m.group_name`,
      [[...this.members.keys()], this.instanceId, this.everyMs * MISSED_ROUNDS],
    );
    return new Map(rows.map((row) => [row.group_name, row.live]));
  }

  private async share(query: Query, member: Membership, instances: number): Promise<void> {
    const shift = (murmur2(Buffer.from(this.instanceId)) & 0x7fffffff) % PARTITIONS;
    const { claim, atMost, release } = shareOf(PARTITIONS, instances, [...member.owned], shift);
    const free = claim.filter((partition) => !member.leaving.has(partition));
    if (atMost > 0 && free.length > 0) {
      // A function scan under a LIMIT stops locking as soon as it has enough.
      const { rows } = await query<{ partition: number }>(
        'select partition from unnest($2::int[]) as partition where pg_try_advisory_lock($1, partition) limit $3',
        [member.lock, free, atMost],
      );
      const won = rows.map((row) => row.partition);
      for (const partition of won) member.owned.add(partition);
      if (won.length > 0) member.group.owned(won);
    }
    if (release.length > 0) void this.handOver(member, release);
  }

  /** Not awaited by the round: a batch may take long, heartbeats go on. */
  private async handOver(member: Membership, partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) {
      member.owned.delete(partition);
      member.leaving.add(partition);
    }
    try {
      await member.group.release(partitions);
      await this.connection.exclusively((query) => unlock(query, member.lock, partitions));
    } catch {
      // The connection went down: the locks went with it.
    } finally {
      for (const partition of partitions) member.leaving.delete(partition);
    }
  }

  private allLost(): void {
    for (const member of this.members.values()) {
      member.owned.clear();
      member.group.lost();
    }
  }
}

const unlock = (query: Query, lock: number, partitions: readonly number[]) =>
  query('select pg_advisory_unlock($1, partition) from unnest($2::int[]) as partition', [lock, partitions]);
