import type { DataSource } from 'typeorm';
import { logOf, unreadableLogs } from '../database/event-log';
import type { EventHeaders, EventRecord } from '../publish/event-record';
import { inTransaction } from '../database/transaction';
import { missedSql } from '../consumer/inbox';
import { conditionsOf, partitionsOf, ReplayRefused } from './filter.rules';
import type { ReplayFilter } from './run';

/** Offsets by source. */
export type Marks = Readonly<Record<string, number>>;

/** An event of the log with its place. */
export interface Logged {
  readonly offset: number;
  readonly record: EventRecord;
}

export interface PartitionPlan {
  readonly partition: number;
  readonly ends: Marks;
  readonly total: number;
}

export interface HistoryPlan {
  readonly total: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly first: string | null;
  readonly last: string | null;
  readonly partitions: readonly PartitionPlan[];
}

interface CountRow {
  readonly partition: number;
  readonly type: string;
  readonly events: number;
  readonly first: string;
  readonly last: string;
}

interface HistoryRow {
  readonly offset: number;
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly payload: string;
  readonly headers: EventHeaders;
  readonly occurredAt: Date;
}

const ONE_DATABASE =
  'its event log cannot be read here. All services share one database, and may read the logs of those they hear.';
const PAGE = 250;
/** Offsets per read at most while few of them match. */
const WIDEST = 65_536;
const COLUMNS = `"offset"::float8 as "offset", event_id as id, key, type, aggregate_id as "aggregateId", version, payload,
  headers, occurred_at as "occurredAt"`;

const logged = (source: string, partition: number, { offset, occurredAt, ...row }: HistoryRow): Logged => ({
  offset,
  record: { ...row, source, partition, occurredAt: occurredAt.toISOString() },
});

/** Reads the event logs of the sources: what every bus published, for years. */
export class History {
  constructor(
    private readonly dataSource: DataSource,
    readonly sources: readonly string[],
    readonly types: readonly string[],
    private readonly filter: ReplayFilter,
    /** Whose inbox says what had its effect. */
    private readonly inbox: { readonly schema: string; readonly consumer: string },
  ) {}

  /**
   * Counts what matches up to the present ends of the logs. `caps` are ends that must not be passed, by source and partition.
   */
  async plan(caps: ReadonlyMap<string, number> = new Map()): Promise<HistoryPlan> {
    const [away] = await unreadableLogs(this.dataSource, this.sources);
    if (away !== undefined) throw new ReplayRefused('SOURCE_LOG_NOT_READABLE', `${away}: ${ONE_DATABASE}`);
    const counts: CountRow[] = [];
    const ends = new Map<number, Record<string, number>>();
    for (const source of this.sources) {
      const found = await this.endsOf(source, caps);
      for (const [partition, end] of found) ends.set(partition, { ...ends.get(partition), [source]: end });
      counts.push(...(await this.count(source, found)));
    }
    return summary(counts, ends);
  }

  /** The first events of one source and partition after one offset and up to another, in order. */
  async page(source: string, partition: number, after: number, until: number): Promise<Logged[]> {
    const { sql, values } = this.conditions(5);
    const rows = await this.dataSource.query<HistoryRow[]>(
      `select ${COLUMNS} from ${logOf(source)} e where partition = $1 and "offset" > $2 and "offset" <= $3 and type = any($4::text[])${sql}
       order by "offset" limit ${PAGE}`,
      [partition, after, until, this.types, ...values],
    );
    return rows.map((row) => logged(source, partition, row));
  }

  /** Some events of one source, whatever the filter says. */
  async byId(source: string, ids: readonly string[]): Promise<Logged[]> {
    const rows = await this.dataSource.query<(HistoryRow & { partition: number })[]>(
      `select partition, ${COLUMNS} from ${logOf(source)} where event_id = any($1::uuid[]) order by partition, "offset"`,
      [ids],
    );
    return rows.map((row) => logged(source, row.partition, row));
  }

  /** How many offsets a read begins with: all of them where an index leads to the few that match. */
  get width(): number {
    const { keys = [], eventIds = [] } = this.filter;
    return keys.length + eventIds.length > 0 ? Infinity : PAGE;
  }

  /** In the order that their causes suggest: by time across sources, by offset within one. */
  reader(partition: number, positions: Marks, ends: Marks): PartitionReader {
    return new PartitionReader(this, partition, positions, ends);
  }

  private async endsOf(source: string, caps: ReadonlyMap<string, number>): Promise<Map<number, number>> {
    const rows = await this.dataSource.query<{ partition: number; end: number | null }[]>(
      `select p as partition, (select max("offset")::float8 from ${logOf(source)} where partition = p) as end
       from unnest($1::smallint[]) as p`,
      [partitionsOf(this.filter)],
    );
    const open = rows.flatMap(({ partition, end }) => {
      const cap = caps.get(`${source}/${partition}`) ?? Infinity;
      return end === null || cap <= 0 ? [] : [[partition, Math.min(end, cap)] as const];
    });
    return new Map(open);
  }

  /** Of a row of the log named `e`. */
  private conditions(first: number): { sql: string; values: unknown[] } {
    const { sql, values } = conditionsOf(this.filter, first);
    if (!this.filter.missed) return { sql, values };
    const { schema, consumer } = this.inbox;
    return { sql: `${sql} and ${missedSql(schema, `$${first + values.length}`)}`, values: [...values, consumer] };
  }

  /** May scan the whole log: without the usual limit of statements. */
  private count(source: string, ends: ReadonlyMap<number, number>): Promise<CountRow[]> {
    const { sql, values } = this.conditions(4);
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query('set local statement_timeout = 0');
      return tx.query<CountRow[]>(
        `select e.partition, type, count(*)::int as events, min(event_id::text) as first, max(event_id::text) as last
         from ${logOf(source)} e join unnest($1::smallint[], $2::bigint[]) as m(partition, until)
           on e.partition = m.partition and e."offset" <= m.until
         where type = any($3::text[])${sql} group by 1, 2`,
        [[...ends.keys()], [...ends.values()], this.types, ...values],
      );
    });
  }
}

const summary = (counts: readonly CountRow[], ends: ReadonlyMap<number, Marks>): HistoryPlan => {
  const byType: Record<string, number> = {};
  const totals = new Map<number, number>();
  for (const { partition, type, events } of counts) {
    byType[type] = (byType[type] ?? 0) + events;
    totals.set(partition, (totals.get(partition) ?? 0) + events);
  }
  const ids = (pick: 'first' | 'last') => counts.map((row) => row[pick]).sort();
  return {
    total: [...totals.values()].reduce((sum, each) => sum + each, 0),
    byType,
    first: ids('first')[0] ?? null,
    last: ids('last').at(-1) ?? null,
    partitions: [...totals].map(([partition, total]) => ({ partition, total, ends: ends.get(partition) ?? {} })),
  };
};

interface Stream {
  readonly source: string;
  readonly end: number;
  after: number;
  width: number;
  buffer: Logged[];
  at: number;
}

/** One partition of all sources as one stream, a page of each in memory. */
export class PartitionReader {
  private readonly streams: Stream[];

  constructor(
    private readonly history: History,
    private readonly partition: number,
    positions: Marks,
    ends: Marks,
  ) {
    this.streams = Object.entries(ends).map(([source, end]) => ({
      source,
      end,
      after: positions[source] ?? 0,
      width: history.width,
      buffer: [],
      at: 0,
    }));
  }

  /** Up to `limit` further events; none at the end. */
  async next(limit: number): Promise<Logged[]> {
    const taken: Logged[] = [];
    while (taken.length < limit) {
      for (const stream of this.streams) await this.fill(stream);
      const head = earliest(this.streams);
      if (!head) break;
      taken.push(head);
    }
    return taken;
  }

  /**
   * Reads a window of offsets at a time. With nothing but a limit the planner likes to fetch and sort all that is left of the
   * partition, and a long history would take time by its square.
   */
  private async fill(stream: Stream): Promise<void> {
    while (stream.at >= stream.buffer.length && stream.after < stream.end) {
      const until = Math.min(stream.end, stream.after + stream.width);
      stream.buffer = await this.history.page(stream.source, this.partition, stream.after, until);
      stream.at = 0;
      const isFull = stream.buffer.length === PAGE;
      stream.after = isFull ? (stream.buffer.at(-1)?.offset ?? until) : until;
      if (stream.width < Infinity) stream.width = isFull ? PAGE : Math.min(stream.width * 2, WIDEST);
    }
  }
}

/** Several lists, each in order, as one: by time between lists, never against the order within one. */
export const merged = (lists: readonly (readonly Logged[])[]): Logged[] => {
  const streams = lists.map((buffer) => ({ buffer, at: 0 }));
  const all: Logged[] = [];
  for (let head = earliest(streams); head; head = earliest(streams)) all.push(head);
  return all;
};

/** Takes the head of the stream whose head is oldest. */
const earliest = (streams: readonly { readonly buffer: readonly Logged[]; at: number }[]): Logged | undefined => {
  let chosen: (typeof streams)[number] | undefined;
  for (const stream of streams) {
    const head = stream.buffer[stream.at];
    const best = chosen?.buffer[chosen.at];
    if (head && (!best || head.record.occurredAt < best.record.occurredAt)) chosen = stream;
  }
  const head = chosen?.buffer[chosen.at];
  if (chosen) chosen.at += 1;
  return head;
};
