import { setTimeout as sleep } from 'node:timers/promises';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import type { EventContext } from '#src/consumer/on-event';
import type { EmbeddedPostgres } from '../harness/embedded-postgres';
import { embeddedPostgres } from '../harness/embedded-postgres';
import { settled } from '../harness/settled';
import { startService } from '../harness/test-service';
import { produce } from './producers';
import { judgeEffects, stressDatabase } from './tables';

const takeEffect = async (event: EventEnvelope, { tx, publish }: EventContext) => {
  const { subject: key, aggregateversion } = event;
  await tx.query('insert into assessment.effect (key, version) values ($1, $2)', [key, aggregateversion]);
  const [row] = await tx.query<{ version: number }[]>(
    `insert into assessment.mirror as m (key, version) values ($1, 1)
     on conflict (key) do update set version = m.version + 1 returning version`,
    [key],
  );
  const caused = AssessmentClosed.of({ ...AssessmentClosed.example, crn: key });
  publish({ id: key, key, version: row?.version ?? 0 }, [caused]);
};

const echo = async ({ subject, aggregateversion }: EventEnvelope, { tx }: EventContext) => {
  await tx.query('insert into booking.effect (key, version) values ($1, $2)', [subject, aggregateversion]);
};

describe('a crash of the database server', () => {
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await embeddedPostgres({ durable: true });
  }, 60_000);
  afterAll(() => server.stop());

  it('loses, inverts and doubles nothing, and everybody goes on by themselves', async () => {
    const db = await stressDatabase(server.url);
    const booking = await startService(db, 'booking', [
      { consumer: 'echo', type: AssessmentClosed.type, handle: echo },
    ]);
    const assessment = await startService(db, 'assessment', [
      { consumer: 'effects', type: BookingConfirmed.type, handle: takeEffect },
    ]);
    const { unitOfWork } = booking.messaging;
    const writing = { dataSource: booking.dataSource, unitOfWork, writers: 4, keys: 12, seconds: 1 };
    for (let crash = 0; crash < 2; crash += 1) {
      const producing = produce(writing).catch(() => undefined); // their callers are told that it failed
      await sleep(500);
      await server.crash();
      await producing;
    }
    await produce(writing);
    await settled([booking, assessment], 40_000);
    const { events, ...faults } = await judgeEffects(db);
    expect(faults).toEqual({ lost: 0, inverted: 0, doubled: 0 });
    expect(events).toBeGreaterThan(20);
    await booking.stop();
    await assessment.stop();
    await db.drop();
  }, 120_000);
});
