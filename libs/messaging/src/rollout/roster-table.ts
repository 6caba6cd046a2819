import type { DataSource } from 'typeorm';
import { quoteSchema } from '../database/names';
import { isUnhandled } from './unhandled';
import type { Gained, Member } from './standing.rules';

/** What this instance says of one of its consumers. */
export interface RosterEntry {
  readonly consumer: string;
  /** Nothing while it cannot subscribe and others could do the work. */
  readonly wants: readonly string[];
  readonly knows: readonly string[];
  /** Events it has not passed; undefined where the database keeps the position. */
  readonly behind?: number | undefined;
  readonly passed: number;
}

export interface OtherMember extends Member {
  readonly consumer: string;
  readonly knows: readonly string[];
}

/** One look at the tables. */
export interface Look {
  readonly others: readonly OtherMember[];
  /** By consumer; lost ones too, with nobody who wants them any more. */
  readonly gained: ReadonlyMap<string, Gained>;
}

/** SQL over the running instances of a service's consumers and over what they want. */
export class RosterTable {
  private readonly s: string;

  constructor(
    private readonly dataSource: DataSource,
    schema: string,
    private readonly instanceId: string,
    private readonly handlerVersion: string,
  ) {
    this.s = quoteSchema(schema);
  }

  /** Says that we are here and what we want, in one statement, and looks who else is. An instance not seen for `patienceMs` counts as gone. */
  async beat(entries: readonly RosterEntry[], patienceMs: number): Promise<Look> {
    const consumers = entries.map(({ consumer }) => consumer);
    await this.excuse(consumers, patienceMs);
    await this.dataSource.query(
      `with here as (
         insert into ${this.s}.consumer_instance (consumer, instance_id, handler_version, wants, knows, behind, passed)
         select e->>'consumer', $2, $3, array(select jsonb_array_elements_text(e->'wants')),
           array(select jsonb_array_elements_text(e->'knows')::uuid), (e->>'behind')::bigint, (e->>'passed')::bigint
         from jsonb_array_elements($1::jsonb) as e
         on conflict (consumer, instance_id) do update set wants = excluded.wants, knows = excluded.knows,
           behind = excluded.behind, passed = excluded.passed, seen_at = clock_timestamp())
       insert into ${this.s}.consumer_want as w (consumer, contract)
       select e->>'consumer', want from jsonb_array_elements($1::jsonb) as e, jsonb_array_elements_text(e->'wants') as want
       order by 1, 2 on conflict (consumer, contract) do update set gained_at = now(), lost_at = null
       where w.lost_at is not null`,
      [JSON.stringify(entries), this.instanceId, this.handlerVersion],
    );
    const others = await this.dataSource.query<OtherMember[]>(
      `select consumer, instance_id::text as id, wants, knows::text[] as knows from ${this.s}.consumer_instance
       where consumer = any($1) and instance_id <> $2 and seen_at > clock_timestamp() - $3 * interval '1 millisecond'`,
      [consumers, this.instanceId, patienceMs],
    );
    await this.lose(consumers, patienceMs);
    return { others, gained: await this.gained(consumers) };
  }

  /** Adds events that nobody handled. */
  async addUnhandled(consumer: string, type: string, count: number): Promise<void> {
    await this.dataSource.query(
      `update ${this.s}.consumer_want set unhandled = unhandled + $3
       where consumer = $1 and contract = (select max(contract) from ${this.s}.consumer_want
         where consumer = $1 and contract like 'urn:throughcare:event:' || $2 || ':%')`,
      [consumer, type, count],
    );
  }

  async remove(): Promise<void> {
    await this.dataSource.query(
      `delete from ${this.s}.consumer_instance
       where instance_id = $1 or seen_at < clock_timestamp() - interval '1 hour'`,
      [this.instanceId],
    );
  }

  /**
   * Where nobody could sign for so long that their absence says nothing (the database was away), those who were there until then get
   * the whole time anew, from whoever is back first. What is locked is being signed just now.
   */
  private async excuse(consumers: readonly string[], patienceMs: number): Promise<void> {
    await this.dataSource.query(
      `with silent as (
         select consumer, max(seen_at) as since from ${this.s}.consumer_instance where consumer = any($1) group by 1
         having max(seen_at) < clock_timestamp() - $2 / 2.0 * interval '1 millisecond'),
       there as (
         select i.ctid from ${this.s}.consumer_instance i join silent using (consumer)
         where i.instance_id <> $3 and i.seen_at > silent.since - $2 * interval '1 millisecond'
         for update of i skip locked)
       update ${this.s}.consumer_instance i set seen_at = clock_timestamp() from there where i.ctid = there.ctid`,
      [consumers, patienceMs, this.instanceId],
    );
  }

  /** What no running instance wants any more. What went by at an earlier time and was dealt with since is not counted again. */
  private async lose(consumers: readonly string[], patienceMs: number): Promise<void> {
    await this.dataSource.query(
      `update ${this.s}.consumer_want w set lost_at = clock_timestamp(),
         unhandled = case when ${isUnhandled(this.s)} then w.unhandled else 0 end
       where w.consumer = any($1) and w.lost_at is null and not exists (
         select from ${this.s}.consumer_instance i where i.consumer = w.consumer and w.contract = any(i.wants)
           and i.seen_at > clock_timestamp() - $2 * interval '1 millisecond')`,
      [consumers, patienceMs],
    );
  }

  private async gained(consumers: readonly string[]): Promise<ReadonlyMap<string, Gained>> {
    const rows = await this.dataSource.query<{ consumer: string; contract: string; at: number }[]>(
      `select consumer, contract, (extract(epoch from gained_at) * 1e6)::float8 as at from ${this.s}.consumer_want
       where consumer = any($1)`,
      [consumers],
    );
    const found = new Map<string, Map<string, number>>();
    for (const { consumer, contract, at } of rows) {
      const ofConsumer = found.get(consumer) ?? new Map<string, number>();
      found.set(consumer, ofConsumer.set(contract, at));
    }
    return found;
  }
}
