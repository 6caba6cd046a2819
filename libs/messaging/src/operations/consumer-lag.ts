import type { DataSource } from 'typeorm';
import { logOf, unreadableLogs } from '../database/event-log';
import { inTransaction } from '../database/transaction';
import { instantOf } from '../bus/received';
import { OperationRefused } from '@throughcare/base/refused';

export interface ConsumerLag {
  /** Events of its sources it has not passed; null where the bus keeps the position elsewhere. */
  readonly lag: number | null;
  /** Age of the oldest of them in seconds. */
  readonly oldestSeconds: number | null;
  /** Events of its sources it has passed so far: two looks make a rate. Null as `lag` is. */
  readonly passed: number | null;
}

/** A running instance of a consumer, as it last said. */
export interface InstanceLag {
  readonly instance: string;
  readonly build: string;
  /** Of its own partitions on Kafka, of the whole queue on SNS; null where the database keeps the position. */
  readonly lag: number | null;
  readonly passed: number;
  readonly seenAt: Date;
}

/** Instances of a service's consumers that were seen in the last half minute. */
export const instancesOf = async (dataSource: DataSource, s: string): Promise<Map<string, InstanceLag[]>> => {
  const rows = await dataSource.query<(InstanceLag & { consumer: string })[]>(
    `select consumer, instance_id::text as instance, handler_version as build, behind::float8 as lag,
       passed::float8 as passed, seen_at as "seenAt" from ${s}.consumer_instance
     where seen_at > clock_timestamp() - interval '30 seconds' order by consumer, began_at`,
  );
  const found = new Map<string, InstanceLag[]>();
  for (const { consumer, ...instance } of rows) found.set(consumer, [...(found.get(consumer) ?? []), instance]);
  return found;
};

/** What the instances say together: each has partitions of its own, or all share one queue. */
export const lagByInstances = (instances: readonly InstanceLag[], isShared: boolean): ConsumerLag => {
  const known = instances.flatMap(({ lag }) => (lag === null ? [] : [lag]));
  if (known.length === 0) return { lag: null, oldestSeconds: null, passed: null };
  const lag = isShared ? Math.max(...known) : known.reduce((sum, each) => sum + each, 0);
  const passed = instances.reduce((sum, each) => sum + each.passed, 0);
  return { lag, oldestSeconds: lag === 0 ? 0 : null, passed };
};

export interface Position {
  readonly source: string;
  readonly partition: number;
  readonly offset: number;
}

/** 64 index look-ups per source. A source whose tables are not there counts as empty. */
export const lagOf = async (
  dataSource: DataSource,
  s: string,
  consumer: string,
  sources: readonly string[],
): Promise<ConsumerLag> => {
  let lag = 0;
  let passed = 0;
  let oldest = 0;
  let isKnown = sources.length === 0;
  const unreadable = await unreadableLogs(dataSource, sources);
  for (const source of sources) {
    if (unreadable.includes(source)) continue;
    const [row] = await dataSource
      .query<{ known: number; behind: number; passed: number; age: number | null }[]>(
        `select count(c."offset")::int as known, coalesce(sum(ends.last - c."offset"), 0)::float8 as behind,
           coalesce(sum(c."offset"), 0)::float8 as passed,
           extract(epoch from clock_timestamp() - min(next.occurred_at))::float8 as age
         from generate_series(0, 63) as p
         join ${s}.consumer_cursor c on c.consumer = $1 and c.source = $2 and c.partition = p
         cross join lateral (
           select coalesce(max("offset"), 0) as last from ${logOf(source)} where partition = p::smallint) ends
         left join ${logOf(source)} next on next.partition = p::smallint and next."offset" = c."offset" + 1`,
        [consumer, source],
      )
      .catch(() => []);
    isKnown ||= (row?.known ?? 0) > 0;
    lag += Math.max(0, row?.behind ?? 0);
    passed += row?.passed ?? 0;
    oldest = Math.max(oldest, row?.age ?? 0);
  }
  return isKnown
    ? { lag, oldestSeconds: Math.round(oldest), passed }
    : { lag: null, oldestSeconds: null, passed: null };
};

/** `Date.parse` reads "room 5" as May 2001, and a consumer would read everything again: only what is written as an instant is one. */
export const requirePlace = (to: string): void => {
  if (to === 'earliest' || to === 'latest' || instantOf(to) !== undefined) return;
  throw new OperationRefused('invalid', 'TIME_UNREADABLE');
};

/** Reading positions at `earliest`, `latest`, or before the first event of a moment. */
export const positionsAt = async (
  dataSource: DataSource,
  sources: readonly string[],
  to: string,
): Promise<Position[]> => {
  requirePlace(to);
  const found: Position[] = [];
  for (const source of sources) {
    const value = `coalesce(max("offset")${to === 'latest' ? '' : ' filter (where occurred_at < $1)'}, 0)::float8`;
    const rows = await inTransaction(dataSource, async (tx) => {
      await tx.query('set local statement_timeout = 0');
      return tx.query<{ partition: number; offset: number }[]>(
        `select partition, ${to === 'earliest' ? '0::float8' : value} as "offset" from ${logOf(source)} group by 1`,
        to === 'earliest' || to === 'latest' ? [] : [to],
      );
    });
    found.push(...rows.map((row) => ({ source, ...row })));
  }
  return found;
};
