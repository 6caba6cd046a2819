import { randomUUID } from 'node:crypto';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { Client } from 'pg';
import { EVENT_READER_ROLE, messagingTables } from './schema';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { settled } from '../../proof/harness/settled';
import { startService } from '../../proof/harness/test-service';

/** Each service with a role of its own, as in production: the tests elsewhere run as superuser. */
describe('the messaging tables under service roles', () => {
  const tag = randomUUID().slice(0, 8);
  const roleOf = (source: string) => `test_${source}_${tag}`;
  let db: ScratchDatabase;

  const as = (source: string): ScratchDatabase => ({
    ...db,
    open: (name, poolSize) => db.open(name, poolSize, roleOf(source)),
  });

  beforeAll(async () => {
    db = await scratchDatabase([]);
    await db.query(
      `do $$ begin create role ${EVENT_READER_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
    for (const source of ['booking', 'assessment']) {
      await db.query(`create role ${roleOf(source)} login password 'postgres' in role ${EVENT_READER_ROLE}`);
      await db.query(`create schema ${source} authorization ${roleOf(source)}`);
      const owner = await as(source).open(source);
      await owner.query(messagingTables(source));
    }
  });
  afterAll(async () => {
    await db.drop();
    const admin = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
    await admin.connect();
    for (const source of ['booking', 'assessment']) await admin.query(`drop role ${roleOf(source)}`);
    await admin.end();
  });

  it('let one service read what another has published, and handle it', async () => {
    const seen: string[] = [];
    const handle = (event: { subject: string }) => void seen.push(event.subject);
    const booking = await startService(as('booking'), 'booking');
    const assessment = await startService(as('assessment'), 'assessment', [
      { consumer: 'test', type: BookingConfirmed.type, handle },
    ]);
    await booking.messaging.unitOfWork.run(async (_tx, publish) =>
      publish({ id: 'a', key: 'K1', version: 1 }, [BookingConfirmed.of(BookingConfirmed.example)]),
    );
    await settled([{ ...booking, dataSource: await db.open('booking') }, assessment]);
    expect(seen).toEqual(['K1']);
    await assessment.stop();
    await booking.stop();
  });

  it.each(['outbox', 'inbox', 'dead_letter', 'consumer_cursor'])('keep %s from other services', async (table) => {
    const other = await as('assessment').open('assessment');
    await expect(other.query(`select * from booking.${table}`)).rejects.toMatchObject({ code: '42501' });
  });

  it('let nobody else write a log', async () => {
    const other = await as('assessment').open('assessment');
    await expect(other.query('delete from booking.event_log')).rejects.toMatchObject({ code: '42501' });
  });

  it('are refused for a name that would need quoting', () => {
    expect(() => messagingTables('Robert"; drop')).toThrow();
  });
});
