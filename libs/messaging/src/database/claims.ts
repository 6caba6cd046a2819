import type { DataSource } from 'typeorm';
import { schemaOf } from './names';
import { quoteSchema } from './names';

/** Finds a payload that did not come with its event, by source and event id. Undefined: it is not there; rejects where nobody can say. */
export type Claim = (source: string, eventId: string) => Promise<string | undefined>;

/**
 * Payloads too large for a message, from the event log of the source. They are not there while the source has not settled the event.
 * The service's role reads other logs as a member of the event readers.
 */
export const eventLogClaims =
  (dataSource: DataSource): Claim =>
  async (source, eventId) => {
    const [row] = await dataSource.query<{ payload: string }[]>(
      `select payload from ${quoteSchema(schemaOf(source))}.event_log where event_id = $1`,
      [eventId],
    );
    return row?.payload;
  };
