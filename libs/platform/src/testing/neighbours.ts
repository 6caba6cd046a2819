import type { EventEnvelope } from '@throughcare/events/define-event';
import { partitionOf } from '@throughcare/messaging/proof';
import { messagingTables } from '@throughcare/messaging/schema';
import { Client } from 'pg';

/** The event logs of other services in a test's database: what their relays write and our consumers read. */
export class Neighbours {
  private offset = 0;

  private constructor(private readonly admin: Client) {}

  static async join(adminUrl: string, ...schemas: string[]): Promise<Neighbours> {
    const admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    for (const schema of schemas) await admin.query(`create schema ${schema}; ${messagingTables(schema)}`);
    return new Neighbours(admin);
  }

  async log(schema: string, event: EventEnvelope): Promise<void> {
    await this.admin.query(
      `insert into ${schema}.event_log
         (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        partitionOf(event.subject),
        ++this.offset,
        event.id,
        event.subject,
        event.type,
        event.aggregateid,
        event.aggregateversion,
        JSON.stringify(event.data),
        JSON.stringify({ dataschema: event.dataschema, correlationid: event.correlationid }),
        event.time,
      ],
    );
  }

  leave(): Promise<void> {
    return this.admin.end();
  }
}
