import type { EntityManager } from 'typeorm';
import { quoteSchema } from './names';
import { likePatterns } from './like-patterns';

/** Who did or saw what and why. Parameters name events, keys and counts, never what is in an event. */
export interface Action {
  readonly actor: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

export interface AuditEntry extends Omit<Action, 'reason'> {
  readonly reason: string | null;
  readonly id: string;
  readonly at: Date;
}

/** PostgreSQL keeps neither NUL nor half a character: what somebody sent is kept with a mark in its place, rather than not at all. */
const storable = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;

/** Writes the action down, in the transaction that does it where there is one. */
export const audit = async (tx: EntityManager, schema: string, entry: Action): Promise<void> => {
  await tx.query(
    `insert into ${quoteSchema(schema)}.ops_audit (actor, action, parameters, reason) values ($1, $2, $3, $4)`,
    [entry.actor, entry.action, JSON.stringify(entry.parameters, storable), entry.reason ?? null],
  );
};

export interface AuditFilter {
  /** Keys of people: entries about any of them. */
  readonly keys?: readonly string[];
  readonly actor?: string;
  /** With `*` for any characters: `read.*`. */
  readonly action?: string;
  readonly from?: string;
  readonly to?: string;
  /** Older than the entry of this number. */
  readonly before?: string;
}

/** Latest first. */
export const auditTrail = (
  tx: EntityManager,
  schema: string,
  limit: number,
  { keys, actor, action, from, to, before }: AuditFilter = {},
): Promise<AuditEntry[]> =>
  tx.query<AuditEntry[]>(
    `select id, at, actor, action, parameters, reason from ${quoteSchema(schema)}.ops_audit
     where ($2::text[] is null or parameters->'keys' ?| $2 or parameters->>'key' = any($2)) and ($3::text is null or actor = upper($3) or actor = $3)
       and ($4::text[] is null or action like any($4)) and ($5::timestamptz is null or at >= $5)
       and ($6::timestamptz is null or at <= $6) and ($7::bigint is null or id < $7)
     order by id desc limit $1`,
    [
      limit,
      keys ?? null,
      actor ?? null,
      action === undefined ? null : likePatterns([action]),
      from ?? null,
      to ?? null,
      before ?? null,
    ],
  );
