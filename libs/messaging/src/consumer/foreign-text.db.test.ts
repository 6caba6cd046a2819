// Whoever can write to our queues chooses every text of a message.
import { Logger } from '@nestjs/common';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { currentContext } from '@throughcare/base/context';
import type { DataSource } from 'typeorm';
import type { EventRecord } from '../publish/event-record';
import { until } from '../../proof/harness/consumer-kit';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { aRecord } from '../../proof/harness/records';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';

describe('what a message says of itself', () => {
  let db: ScratchDatabase;
  let broker: InMemoryBroker;
  let service: TestService;
  let correlations: (string | undefined)[];

  beforeEach(async () => {
    db = await scratchDatabase(['assessment']);
    broker = new InMemoryBroker();
    correlations = [];
    const handle = () => void correlations.push(currentContext()?.correlationId);
    const handler = { consumer: 'test', type: BookingConfirmed.type, handle };
    service = await startService(db, 'assessment', [handler], { bus: new InMemoryBus(broker) });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await service.stop();
    await db.drop();
  });

  const event = (correlationid: string, over: Partial<EventRecord> = {}) =>
    aRecord({
      key: 'K',
      type: BookingConfirmed.type,
      partition: 7,
      payload: JSON.stringify(BookingConfirmed.example),
      headers: { dataschema: BookingConfirmed.dataschema, correlationid },
      ...over,
    });

  it('is no correlation of our log lines unless it can be nothing else', async () => {
    for (const given of ['Jane Example', 'click-X900001', 'click-12345678']) broker.append(event(given));
    await until(() => correlations.length === 3);
    const made = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;
    expect(correlations).toEqual([made, made, 'click-12345678']);
  });

  it('is no part of what is said when its letter cannot be released', async () => {
    const said = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const record = event('c', { type: 'Jane Example' });
    await storeLetter(service.dataSource, record);
    expect(await service.messaging.deadLetters.redrive('test', record.key)).toMatchObject({ handled: 0 });
    const lines = said.mock.calls.map((call) => JSON.stringify(call)).join('\n');
    expect(lines).toContain(`redrive of unknown ${record.id} failed`);
    expect(lines).not.toContain('Jane');
  });
});

const storeLetter = async (dataSource: DataSource, record: EventRecord): Promise<void> => {
  await dataSource.query(
    `insert into assessment.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version)
     values ('test', $1, $2, $3, $4, 'failed', 'MALFORMED_EVENT', 'permanent', 'old')`,
    [record.key, record.id, record.type, JSON.stringify(record)],
  );
  await dataSource.query(`insert into assessment.parked_key (consumer, key) values ('test', $1)`, [record.key]);
};
