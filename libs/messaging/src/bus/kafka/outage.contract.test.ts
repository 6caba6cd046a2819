import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { scratchDatabase } from '../../../proof/harness/scratch-database';
import { startService } from '../../../proof/harness/test-service';
import { createTopics, KafkaBus } from './kafka-bus';

describeWithBroker('kafka', 'A service on Kafka', (broker) => {
  const options = () => ({ brokers: broker().address.split(','), owner: 'contract' });
  const gaveUp: Error[] = [];
  const open = () => Promise.resolve(new KafkaBus({ ...options(), onFatal: (error) => gaveUp.push(error) }));
  beforeAll(() => createTopics({ ...options(), sources: ['booking', 'passport'] }), 120_000);
  // Thrown where it is told, it would be caught by kafkajs and seen by nobody.
  afterEach(() => expect(gaveUp.splice(0)).toEqual([]));

  it('leaves a service alive through an outage in which the watchdog starts its consumers again', async () => {
    if (!broker().isOurs) return;
    const db = await scratchDatabase(['booking', 'passport']);
    const seen: number[] = [];
    const fatal = jest.fn();
    const type = BookingConfirmed.type;
    const key = randomUUID(); // the topic has the events of other tests
    const handle = async (event: { subject: string; aggregateversion: number }) => {
      if (event.subject === key) seen.push(event.aggregateversion);
    };
    const booking = await startService(db, 'booking', [], { bus: await open() });
    const passport = await startService(db, 'passport', [{ consumer: `outage.${randomUUID()}`, type, handle }], {
      bus: await open(),
      watchdog: { patienceMs: 4_000, everyMs: 500, onFatal: fatal },
    });
    const publish = (version: number) =>
      booking.messaging.unitOfWork.run(async (_tx, tell) =>
        tell({ id: 'b-1', key, version }, [BookingConfirmed.of(BookingConfirmed.example)]),
      );
    const away = () => passport.messaging.server.watched.some((consumer) => consumer.isSubscribing());
    const until = async (what: () => boolean) => {
      for (const end = Date.now() + 120_000; Date.now() < end; await sleep(50)) if (what()) return;
      throw new Error('It did not happen in time');
    };
    await publish(1);
    await until(() => seen.includes(1));
    await broker().fault('stop 1');
    await publish(2);
    await until(away);
    await sleep(10_000); // more than twice the watchdog's patience
    await broker().fault('start 1');
    await until(() => seen.includes(2));
    expect([seen, fatal.mock.calls]).toEqual([[1, 2], []]);
    await Promise.all([booking.stop(), passport.stop()]);
    await db.drop();
  }, 400_000);
});
