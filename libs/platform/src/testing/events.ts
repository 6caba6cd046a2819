import type { DataOf, EventDefinition, EventOf } from '@throughcare/events/define-event';
import { newId } from '@throughcare/events/ids';
import type { EventContext } from '@throughcare/messaging/on-event';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { TestApp } from './app';

/** An event as it arrives: the contract's example with these differences. */
export const anEvent = <D extends EventDefinition>(
  definition: D,
  data: Partial<DataOf<D>> = {},
  version = 1,
): EventOf<D> =>
  ({
    specversion: '1.0',
    id: newId(),
    source: definition.source,
    type: definition.type,
    subject: 'X900001',
    time: '2026-01-22T09:30:00.000Z',
    dataschema: definition.dataschema,
    correlationid: 'test',
    aggregateid: 'aggregate',
    aggregateversion: version,
    data: { ...(definition.example as object), ...data },
  }) as EventOf<D>;

/** Hands an event to a handler in a transaction, as the consumer runtime does. */
export const deliver = async <E>(
  { app }: Pick<TestApp, 'app'>,
  handle: (event: E, ctx: EventContext) => Promise<void>,
  event: E,
): Promise<void> => {
  await app
    .get(UnitOfWork)
    .run((tx, publish) => handle(event, { tx, publish, consumer: 'test', table: (name) => name }));
};

/** An event in a service's outbox or log; `payload` is the JSON text of its data. */
export interface PublishedRow {
  readonly key: string;
  readonly type: string;
  readonly version: number;
  readonly payload: string;
}

/** Everything published about one aggregate so far, oldest first. */
export const publishedBy = ({ db }: Pick<TestApp, 'db'>, aggregateId: string): Promise<PublishedRow[]> =>
  db.query<PublishedRow[]>(
    `select key, type, version, payload from (
       select aggregate_id, key, type, version, payload from outbox
       union all select aggregate_id, key, type, version, payload from event_log
     ) published where aggregate_id = $1 order by version`,
    [aggregateId],
  );
