import type { DataSource } from 'typeorm';
import { quoteSchema } from '../database/names';

export interface OutboxStatus {
  readonly waiting: number;
  readonly oldestSeconds: number;
  readonly partitions: number;
  /** Relays that were seen in the last 10 seconds. */
  readonly relays: number;
  /** Events of the log so far: two looks make a rate. */
  readonly published: number;
}

/** Events of one partition that have waited too long. */
export interface StuckPartition {
  readonly partition: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
  readonly firstId: string;
  readonly firstType: string;
  readonly firstKey: string;
}

export const outboxStatus = async (dataSource: DataSource, schema: string): Promise<OutboxStatus> => {
  const s = quoteSchema(schema);
  const [row] = await dataSource.query<OutboxStatus[]>(
    `select count(*)::float8 as waiting, count(distinct partition)::int as partitions,
       coalesce(round(extract(epoch from clock_timestamp() - min(occurred_at))), 0)::float8 as "oldestSeconds",
       (select count(*)::int from ${s}.relay_instance
        where group_name not like 'consumer %' and seen_at > clock_timestamp() - interval '10 seconds') as relays,
       (select sum(ends.last)::float8 from generate_series(0, 63) as p cross join lateral (
          select coalesce(max("offset"), 0) as last from ${s}.event_log where partition = p::smallint) ends) as published
     from ${s}.outbox`,
  );
  return row ?? { waiting: 0, oldestSeconds: 0, partitions: 0, relays: 0, published: 0 };
};

/** How long the oldest event has waited for its relay: what health asks, and nothing else. */
export const oldestWaitingSeconds = async (dataSource: DataSource, schema: string): Promise<number> => {
  const [row] = await dataSource.query<{ seconds: number }[]>(
    `select coalesce(extract(epoch from clock_timestamp() - min(occurred_at)), 0)::float8 as seconds
     from ${quoteSchema(schema)}.outbox`,
  );
  return row?.seconds ?? 0;
};

export const stuckPartitions = (
  dataSource: DataSource,
  schema: string,
  olderThanSeconds: number,
): Promise<StuckPartition[]> => {
  const s = quoteSchema(schema);
  return dataSource.query<StuckPartition[]>(
    `select o.partition, count(*)::float8 as waiting,
       round(extract(epoch from clock_timestamp() - min(o.occurred_at)))::float8 as "oldestSeconds",
       (array_agg(o.event_id order by o.position))[1] as "firstId", (array_agg(o.type order by o.position))[1] as "firstType",
       (array_agg(o.key order by o.position))[1] as "firstKey"
     from ${s}.outbox o group by 1
     having min(o.occurred_at) < clock_timestamp() - $1 * interval '1 second' order by 3 desc`,
    [olderThanSeconds],
  );
};
