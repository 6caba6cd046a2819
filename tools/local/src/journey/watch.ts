// What happened behind the APIs: read from each service's published events, inboxes and the gateway's ledger, by SQL
// that may only read. Times are the database's own.
import { Pool } from 'pg';
import { schemaOf } from '../database/database';
import { SERVICES } from '../settings';

export interface Hop {
  readonly service: string;
  /** `published` an event, `handled` one, `told` another system. */
  readonly what: 'published' | 'handled' | 'told';
  readonly event: string;
  readonly id: string;
  readonly at: Date;
  /** Consumer that handled it, or state in the ledger. */
  readonly detail?: string;
}

interface Row {
  service: string;
  name: string;
  id: string;
  at: Date;
  detail: string | null;
}

const union = (sql: (schema: string, service: string) => string) =>
  SERVICES.map((service) => sql(schemaOf(service), service)).join(' union all ');

const published = union(
  (
    schema,
    service,
  ) => `select '${service}' as service, type as name, event_id::text as id, occurred_at as at, null::text as detail
    from ${schema}.event_log where key = any($1) and occurred_at >= $2`,
);

const handled = union(
  (
    schema,
    service,
  ) => `select '${service}' as service, ''::text as name, event_id::text as id, processed_at as at, consumer as detail
    from ${schema}.inbox where event_id::text = any($1)`,
);

const told = `select 'integration-gateway' as service, event_type as name, event_id::text as id,
    coalesce(confirmed_at, published_at, claimed_at, created_at) as at, state || coalesce(': ' || reason, '') as detail
  from gateway.sync_operation where event_id::text = any($1)`;

/** A view of the running system's tables. Survives a restart of the database: only the question asked meanwhile fails. */
export class Watch {
  private readonly pool: Pool;

  constructor(databaseUrl: string) {
    this.pool = new Pool({ connectionString: databaseUrl, options: '-c default_transaction_read_only=on', max: 2 });
    this.pool.on('error', () => undefined); // the running query is rejected too
  }

  async now(): Promise<Date> {
    const { rows } = await this.pool.query<{ now: Date }>('select clock_timestamp() as now');
    return rows[0]?.now ?? new Date();
  }

  /** Everything about these keys since then, in order of time. */
  async hops(keys: readonly string[], since: Date): Promise<Hop[]> {
    const { rows: events } = await this.pool.query<Row>(published, [keys, since]);
    const ids = events.map(({ id }) => id);
    const names = new Map(events.map(({ id, name }) => [id, name]));
    const { rows: inboxes } = await this.pool.query<Row>(handled, [ids]);
    const { rows: ledger } = await this.pool.query<Row>(told, [ids]);
    const hop =
      (what: Hop['what']) =>
      ({ service, name, id, at, detail }: Row): Hop => ({
        service,
        what,
        event: names.get(id) ?? name,
        id,
        at,
        ...(detail ? { detail } : {}),
      });
    return [...events.map(hop('published')), ...inboxes.map(hop('handled')), ...ledger.map(hop('told'))].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    );
  }

  /** What the gateway knows about an HMPPS message with this type and instant: how often it came, and what became of it. */
  async message(type: string, occurredAt: string): Promise<{ copies: number; decision: string } | undefined> {
    // A release of ours may know the message by another key than the one before it.
    const sql = `select (sum(copies) over ())::int as copies, decision || ' (' || reason || ')' as decision from gateway.inbound_message
      where hmpps_type = $1 and occurred_at = $2 order by last_received_at desc limit 1`;
    const { rows } = await this.pool.query<{ copies: number; decision: string }>(sql, [type, occurredAt]);
    return rows[0];
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
