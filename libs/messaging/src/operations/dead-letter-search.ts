import type { EntityManager } from 'typeorm';
import type { DeadLetter } from '../consumer/dead-letters/dead-letter-table';
import type { ErrorFacts } from '@throughcare/base/error-facts';
import type { EventRecord } from '../publish/event-record';
import { earlierElsewhereSql, releaseOrderSql } from '../consumer/dead-letters/release-order';
import { quoteSchema } from '../database/names';
import { likePatterns } from '../database/like-patterns';

/** Which dead letters. Everything given must match. */
export interface LetterFilter {
  readonly consumer?: string;
  readonly key?: string;
  readonly type?: string;
  readonly code?: string;
  readonly errorClass?: string;
  readonly state?: DeadLetter['state'];
  /** Failed first before this moment. */
  readonly before?: string;
}

/** What a redrive would release. */
export interface RedrivePlan {
  readonly consumer: string;
  readonly keys: readonly { key: string; letters: number; firstId: string; firstType: string; code: string }[];
  readonly letters: number;
}

export interface LetterDetail extends DeadLetter {
  readonly event: EventRecord;
  /** Where it failed; null for what waits behind another, and for letters of earlier builds. */
  readonly failure: ErrorFacts | null;
  /** Letters that must be released first: of the same key, and earlier versions of its aggregate under other keys. */
  readonly before: number;
}

export interface LetterDepth {
  readonly consumer: string;
  readonly failed: number;
  readonly waiting: number;
  readonly oldestSeconds: number;
}

const COLUMNS = `d.id, d.consumer, d.key, d.event_id as "eventId", d.type, d.state, d.code, d.error_class as "errorClass",
  d.attempts, d.first_failed_at as "firstFailedAt", d.last_failed_at as "lastFailedAt",
  d.handler_version as "handlerVersion", d.discard_reason as "discardReason"`;

const SHOWN = {
  consumer: 'n.consumer',
  key: 'n.key',
  source: 'n.source',
  aggregate: 'n.aggregate',
  version: 'n.version',
};

const MATCHES = `($1::text is null or d.consumer = $1) and ($2::text is null or d.key = $2)
  and ($3::text is null or d.type like $3) and ($4::text is null or d.code = $4)
  and ($5::text is null or d.error_class = $5) and ($6::text is null or d.state = $6)
  and ($7::timestamptz is null or d.first_failed_at < $7)`;

const values = ({ consumer, key, type, code, errorClass, state, before }: LetterFilter) => [
  consumer ?? null,
  key ?? null,
  type === undefined ? null : likePatterns([type])[0],
  code ?? null,
  errorClass ?? null,
  state ?? null,
  before ?? null,
];

/** Reads dead letters without touching them. */
export class LetterSearch {
  private readonly s: string;

  constructor(schema: string) {
    this.s = quoteSchema(schema);
  }

  find(tx: EntityManager, filter: LetterFilter, limit: number): Promise<DeadLetter[]> {
    return tx.query<DeadLetter[]>(
      `select ${COLUMNS} from ${this.s}.dead_letter d where ${MATCHES} order by d.id limit $8`,
      [...values(filter), limit],
    );
  }

  async show(tx: EntityManager, id: string): Promise<LetterDetail | undefined> {
    const [row] = await tx.query<LetterDetail[]>(
      `with wanted as materialized (select consumer, key from ${this.s}.dead_letter where id = $1)
       select ${COLUMNS}, d.event, d.failure,
         coalesce(n.nth - 1 + (select count(*)::int ${earlierElsewhereSql(`${this.s}.dead_letter`, SHOWN)}), 0) as before
       from ${this.s}.dead_letter d left join ${this.inOrder(
         '(l.consumer, l.key) = (select consumer, key from wanted)',
       )} n on n.id = d.id
       where d.id = $1`,
      [id],
    );
    return row;
  }

  /** Keys whose first letter matches, oldest first: a key is released from its head, or not at all. */
  async plan(tx: EntityManager, consumer: string, filter: Omit<LetterFilter, 'consumer'>): Promise<RedrivePlan> {
    const keys = await tx.query<RedrivePlan['keys'][number][]>(
      `select d.key, d.id as "firstId", d.type as "firstType", d.code, d.letters from (
         select o.*, count(*) over (partition by key)::int as letters from ${this.inOrder('l.consumer = $1')} o) d
       where nth = 1 and ${MATCHES} order by d.id`,
      values({ ...filter, consumer }),
    );
    return { consumer, keys, letters: keys.reduce((sum, { letters }) => sum + letters, 0) };
  }

  private inOrder(where: string): string {
    return releaseOrderSql(`${this.s}.dead_letter`, `${where} and l.state <> 'discarded'`);
  }

  /** Depth and age by consumer. */
  depth(tx: EntityManager): Promise<LetterDepth[]> {
    return tx.query<LetterDepth[]>(
      `select consumer, (count(*) filter (where state = 'failed'))::int as failed,
         (count(*) filter (where state = 'waiting'))::int as waiting,
         round(extract(epoch from clock_timestamp() - min(first_failed_at)))::float8 as "oldestSeconds"
       from ${this.s}.dead_letter where state <> 'discarded' group by 1 order by 1`,
    );
  }
}
