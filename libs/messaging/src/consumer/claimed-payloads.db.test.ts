// A letter of an event whose payload was too large for its message and could not be had.
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { until } from '../../proof/harness/consumer-kit';
import { aRecord } from '../../proof/harness/records';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { startService } from '../../proof/harness/test-service';

it('F-021: an event whose payload is nowhere is put away with its key, and a redrive takes it from the log once it is there', async () => {
  const db = await scratchDatabase(['booking', 'assessment']);
  const broker = new InMemoryBroker();
  const seen: number[] = [];
  const handle = (event: { aggregateversion: number }) => void seen.push(event.aggregateversion);
  const handlers = [{ consumer: 'test', type: BookingConfirmed.type, handle }];
  const { messaging, stop } = await startService(db, 'assessment', handlers, { bus: new InMemoryBus(broker) });
  const headers = { dataschema: BookingConfirmed.dataschema, correlationid: 'c' };
  const payload = JSON.stringify(BookingConfirmed.example);
  const at = (version: number) => aRecord({ key: 'X900001', type: BookingConfirmed.type, version, headers, payload });
  const [claimed, next] = [at(1), at(2)];
  for (const record of [{ ...claimed, payload: '' }, next]) broker.append(record);
  const letters = () => messaging.deadLetters.list('test');
  await until(async () => (await letters()).length === 2);
  const both = [{ code: 'PAYLOAD_NOT_FOUND', state: 'failed' }, { code: 'BEHIND_DEAD_LETTER' }];
  expect(await letters()).toMatchObject(both);
  const redrive = () => messaging.deadLetters.redrive('test', 'X900001');
  expect(await redrive()).toEqual({ handled: 0, stillParked: ['X900001'] });
  expect(await letters()).toMatchObject([{ code: 'PAYLOAD_NOT_FOUND', attempts: 2 }, { code: 'BEHIND_DEAD_LETTER' }]);
  await db.query(
    `insert into booking.event_log (partition, "offset", event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
     values ($1, 1, $2, $3, $4, $5, 1, $6, $7, $8)`,
    [
      claimed.partition,
      claimed.id,
      claimed.key,
      claimed.type,
      claimed.aggregateId,
      payload,
      headers,
      claimed.occurredAt,
    ],
  );
  expect(await redrive()).toEqual({ handled: 2, stillParked: [] });
  expect(seen).toEqual([1, 2]);
  await stop();
  await db.drop();
});
