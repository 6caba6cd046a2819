import type { EntityManager } from 'typeorm';
import { quoteSchema } from '../outbox';

/** Who did what and why. Parameters name events, keys and counts, never what is in an event. */
export interface Action {
  readonly actor: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly reason?: string;
}

export interface AuditEntry extends Action {
  readonly id: string;
  readonly at: Date;
}

/** Writes the action down, in the transaction that does it where there is one. */
export const audit = async (tx: EntityManager, schema: string, entry: Action): Promise<void> => {
  await tx.query(
    `insert into ${quoteSchema(schema)}.ops_audit (actor, action, parameters, reason) values ($1, $2, $3, $4)`,
    [entry.actor, entry.action, JSON.stringify(entry.parameters), entry.reason ?? null],
  );
};

/** Latest first. */
export const auditTrail = (tx: EntityManager, schema: string, limit: number): Promise<AuditEntry[]> =>
  tx.query<AuditEntry[]>(
    `select id, at, actor, action, parameters, reason from ${quoteSchema(schema)}.ops_audit order by id desc limit $1`,
    [limit],
  );
