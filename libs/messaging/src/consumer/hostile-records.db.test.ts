import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../publish/event-record';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { aRecord } from '../../proof/harness/records';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';

const until = async (what: () => boolean | Promise<boolean>) => {
  for (const limit = Date.now() + 15_000; Date.now() < limit; await sleep(10)) if (await what()) return;
  throw new Error('It did not happen in time');
};

/** What a bus lets through in spite of everything: each is in the way of the rest of its partition until it is put away. */
const hostile: readonly [string, Partial<EventRecord>][] = [
  ['an id that is no UUID', { id: '42' }],
  ['a NUL in the key', { key: 'a\0b' }],
  ['a NUL in the data', { payload: 'abc\0def' }],
  ['a time that no calendar has', { occurredAt: '9999-99-01T00:00:00.000Z' }],
  ['a NUL in the aggregate', { aggregateId: 'a\0b', payload: '{' }],
];

describe('F-019: a record that no column takes', () => {
  let db: ScratchDatabase;
  let broker: InMemoryBroker;
  let service: TestService;
  let seen: number[];

  beforeEach(async () => {
    db = await scratchDatabase(['assessment']);
    broker = new InMemoryBroker();
    seen = [];
    const handle = (event: { aggregateversion: number }) => void seen.push(event.aggregateversion);
    const handler = { consumer: 'test', type: BookingConfirmed.type, handle };
    service = await startService(db, 'assessment', [handler], { bus: new InMemoryBus(broker) });
  });
  afterEach(async () => {
    await service.stop();
    await db.drop();
  });

  const event = (version: number, over: Partial<EventRecord> = {}) =>
    aRecord({
      key: 'X900001',
      type: BookingConfirmed.type,
      version,
      partition: 7,
      payload: JSON.stringify(BookingConfirmed.example),
      headers: { dataschema: BookingConfirmed.dataschema, correlationid: 'c' },
      ...over,
    });

  it.each(hostile)(
    'with %s is put away, and its partition goes on',
    async (_what, part) => {
      for (const record of [event(1), event(2, { key: 'another', ...part }), event(3), event(4)]) broker.append(record);
      await until(() => seen.length === 3);
      expect(seen).toEqual([1, 3, 4]);
      await until(() => broker.isQuiet);
      const letters = await service.messaging.deadLetters.list('test');
      expect(letters).toMatchObject([{ state: 'failed' }]);
      expect(await service.messaging.deadLetters.discard(letters[0]?.id ?? '', 'foreign')).toBe(true);
      expect(await db.query('select key from assessment.parked_key')).toEqual([]);
    },
    30_000,
  );

  it('is discarded where it was kept before, and where its month is gone', async () => {
    for (const [at, occurredAt] of ['9999-99-01T00:00:00.000Z', '2020-02-01T00:00:00.000Z'].entries()) {
      const record = event(at + 1, { occurredAt, key: `K${at}` });
      await db.query(
        `insert into assessment.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version)
         values ('test', $1, $2, $3, $4, 'failed', '22008', 'permanent', 'old')`,
        [record.key, record.id, record.type, JSON.stringify(record)],
      );
      await db.query(`insert into assessment.parked_key (consumer, key) values ('test', $1)`, [record.key]);
    }
    const { deadLetters } = service.messaging;
    for (const { id } of await deadLetters.list('test')) expect(await deadLetters.discard(id, 'foreign')).toBe(true);
    expect(await db.query('select key from assessment.parked_key')).toEqual([]);
  }, 30_000);
});
