import type { DataSource } from 'typeorm';
import type { DeadLetter } from '../consumer/dead-letters/dead-letters';
import type { Handler } from '../consumer/handlers';
import { LIVE_RUN } from '../consumer/inbox';
import type { ErrorFacts } from '@throughcare/base/error-facts';
import type { EventHeaders } from '../publish/event-record';
import { quoteSchema } from '../database/names';
import { conditionsOf } from '../replay/filter.rules';
import { requireTypes } from '../replay/known-types.rules';
import { likePatterns } from '../database/like-patterns';
import type { ReplayFilter } from '../replay/run';

export interface FoundEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly key: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly partition: number;
  /** Null while it waits in the outbox. */
  readonly offset: number | null;
  readonly occurredAt: Date;
  /** When it reached the log; null while it waits in the outbox. */
  readonly publishedAt: Date | null;
  readonly headers: EventHeaders;
  readonly data?: unknown;
}

export interface TypeStatistics {
  readonly type: string;
  readonly events: number;
  readonly lastHour: number;
  readonly first: Date;
  readonly last: Date;
}

export interface EventPage {
  readonly before?: string;
  readonly after?: string;
  /** Types that are left out; `*` for any characters. */
  readonly without?: readonly string[];
}

/** What one service knows of one event's way. */
export interface Journey {
  readonly consumed: readonly { consumer: string; runId: string | null; at: Date }[];
  readonly letters: readonly {
    consumer: string;
    state: DeadLetter['state'];
    code: string;
    attempts: number;
    /** Since when it lies there. */
    parkedAt: Date;
    at: Date;
    failure: ErrorFacts | null;
    discardReason: string | null;
  }[];
  /** Letters that took effect in the end. */
  readonly released: readonly {
    consumer: string;
    code: string;
    attempts: number;
    parkedAt: Date;
    at: Date;
    releasedBy: string;
    reason: string | null;
  }[];
  readonly retrying: readonly { consumer: string; attempts: number; error: string; at: Date }[];
  /** Events of this service that it caused. */
  readonly caused: readonly { id: string; type: string; at: Date }[];
  /**
   * Consumers of this service that take its type and have neither handled it nor put it away. `passed`: their position lies
   * behind it, so they will not handle it by themselves. `unknown`: the bus keeps the position.
   */
  readonly open: readonly { consumer: string; state: 'pending' | 'passed' | 'unknown' }[];
}

/** What the asking side knows of an event that another service may have published. */
export interface EventFacts {
  /** What it caused here usually has the same one. */
  readonly key?: string;
  readonly type?: string;
  readonly source?: string;
  readonly partition?: number;
  /** Left out while the event waits in the outbox. */
  readonly offset?: number;
}

const COLUMNS = `event_id as id, type, key, aggregate_id as "aggregateId", version, partition, "offset"::float8 as "offset",
  occurred_at as "occurredAt", logged_at as "publishedAt", headers`;

/** Reads the service's own published events. Changes nothing. */
export class EventSearch {
  private readonly s: string;

  constructor(
    private readonly dataSource: DataSource,
    schema: string,
    private readonly source: string,
    private readonly handlers: () => ReadonlyMap<string, ReadonlyMap<string, Handler>>,
  ) {
    this.s = quoteSchema(schema);
  }

  /** Latest first. `before` and `after` are event ids: ids carry their time. Throws `not-found` for a type that cannot be. */
  async search(filter: ReplayFilter, limit: number, page: EventPage = {}) {
    if (filter.sources && filter.sources.length > 0 && !filter.sources.includes(this.source)) return [];
    const { sql, values } = conditionsOf(filter, 6);
    const rows = await this.dataSource.query<Omit<FoundEvent, 'source'>[]>(
      `select ${COLUMNS} from ${this.s}.event_log
       where ($1::text[] is null or type like any($1)) and ($2::uuid is null or event_id < $2)
         and ($3::uuid is null or event_id > $3)
         and ($5::text[] is null or not type like any($5))${sql}
       order by event_id ${page.after === undefined ? 'desc' : 'asc'} limit $4`,
      [
        filter.types && filter.types.length > 0 ? likePatterns(filter.types) : null,
        page.before ?? null,
        page.after ?? null,
        limit,
        page.without ? likePatterns(page.without) : null,
        ...values,
      ],
    );
    if (rows.length === 0) requireTypes(filter.types);
    return rows.map((row): FoundEvent => ({ ...row, source: this.source }));
  }

  /** One event with its data, from the log or, while it waits there, from the outbox. */
  async show(id: string): Promise<FoundEvent | undefined> {
    const [row] = await this.dataSource.query<(Omit<FoundEvent, 'source'> & { payload: string })[]>(
      `select ${COLUMNS}, payload from ${this.s}.event_log where event_id = $1
       union all select event_id, type, key, aggregate_id, version, partition, null, occurred_at, null, headers, payload
       from ${this.s}.outbox where event_id = $1 limit 1`,
      [id],
    );
    if (!row) return undefined;
    const { payload, ...rest } = row;
    return { ...rest, source: this.source, data: JSON.parse(payload) as unknown };
  }

  stats(from?: string): Promise<TypeStatistics[]> {
    return this.dataSource.query<TypeStatistics[]>(
      `select type, count(*)::float8 as events, min(occurred_at) as first, max(occurred_at) as last,
         (count(*) filter (where occurred_at > clock_timestamp() - interval '1 hour'))::float8 as "lastHour"
       from ${this.s}.event_log where $1::timestamptz is null or occurred_at >= $1 group by 1 order by 1`,
      [from ?? null],
    );
  }

  /** What became of an event here, whoever published it. */
  async journey(id: string, facts: EventFacts = {}): Promise<Journey> {
    const [consumed, letters, released, retrying, caused] = await Promise.all([
      this.dataSource.query<Journey['consumed'][number][]>(
        `select consumer, nullif(run_id, $2) as "runId", processed_at as at from ${this.s}.inbox
         where event_id = $1 and consumer = any($3) order by processed_at`,
        [id, LIVE_RUN, await this.consumers()],
      ),
      this.dataSource.query<Journey['letters'][number][]>(
        `select consumer, state, code, attempts, first_failed_at as "parkedAt", last_failed_at as at, failure,
           discard_reason as "discardReason"
         from ${this.s}.dead_letter where event_id = $1 order by consumer`,
        [id],
      ),
      this.dataSource.query<Journey['released'][number][]>(
        `select consumer, code, attempts, parked_at as "parkedAt", released_at as at, released_by as "releasedBy", reason
         from ${this.s}.released_letter where event_id = $1 order by released_at`,
        [id],
      ),
      this.dataSource.query<Journey['retrying'][number][]>(
        `select consumer, attempts, error, last_at as at from ${this.s}.delivery_attempt where event_id = $1 order by consumer`,
        [id],
      ),
      this.dataSource.query<Journey['caused'][number][]>(
        `select event_id as id, type, occurred_at as at from ${this.s}.event_log
         where key = $2 and headers->>'causationid' = $1 order by event_id`,
        [id, facts.key ?? ''],
      ),
    ]);
    const done = [...consumed.filter(({ runId }) => runId === null), ...letters].map(({ consumer }) => consumer);
    return { consumed, letters, released, retrying, caused, open: await this.open(facts, new Set(done)) };
  }

  private async open(facts: EventFacts, done: ReadonlySet<string>): Promise<Journey['open']> {
    const { type = '', source, partition, offset } = facts;
    const takers = [...this.handlers()].filter(([name, types]) => types.has(type) && !done.has(name));
    const names = takers.map(([name]) => name);
    if (offset === undefined) return names.map((consumer) => ({ consumer, state: 'pending' }));
    const rows = await this.dataSource.query<{ consumer: string; at: number }[]>(
      `select consumer, "offset"::float8 as at from ${this.s}.consumer_cursor
       where consumer = any($1) and source = $2 and partition = $3`,
      [names, source ?? '', partition ?? 0],
    );
    const places = new Map(rows.map(({ consumer, at }) => [consumer, at]));
    return names.map((consumer) => {
      const at = places.get(consumer);
      return { consumer, state: at === undefined ? 'unknown' : at >= offset ? 'passed' : 'pending' };
    });
  }

  private async consumers(): Promise<string[]> {
    const rows = await this.dataSource.query<{ consumer: string }[]>(
      `select consumer from ${this.s}.consumer_cursor union select consumer from ${this.s}.replay_run`,
    );
    return rows.map(({ consumer }) => consumer);
  }
}
