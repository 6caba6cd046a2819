import { setTimeout as sleep } from 'node:timers/promises';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { DeadLetterTable } from './dead-letter-table';
import type { EventContext } from '../on-event';
import { ChaosBus } from '../../../proof/harness/chaos-bus';
import { InMemoryBus } from '../../../proof/harness/in-memory-bus';
import { aRecord, batchOf } from '../../../proof/harness/records';
import type { ScratchDatabase } from '../../../proof/harness/scratch-database';
import { scratchDatabase } from '../../../proof/harness/scratch-database';
import { settled } from '../../../proof/harness/settled';
import type { TestService } from '../../../proof/harness/test-service';
import { startService } from '../../../proof/harness/test-service';

const confirmed = BookingConfirmed.of(BookingConfirmed.example);
const refusal = () => Object.assign(new Error('no'), { kind: 'conflict', code: 'NO' });

describe('dead letters', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  let assessment: TestService;
  let refuse: (event: EventEnvelope) => boolean;
  let handled: string[];
  let pause: Promise<void>;

  const handle = async (event: EventEnvelope, { publish }: EventContext) => {
    await pause;
    if (refuse(event)) throw refusal();
    handled.push(`${event.subject} ${event.aggregateversion}`);
    const caused = AssessmentClosed.of(AssessmentClosed.example);
    publish({ id: event.subject, key: event.subject, version: event.aggregateversion }, [caused]);
  };
  const confirm = (key: string, version: number) =>
    booking.messaging.unitOfWork.run(async (_tx, publish) => publish({ id: key, key, version }, [confirmed]));
  const quiet = () => settled([booking, assessment]);
  const letters = () => assessment.messaging.deadLetters;
  const states = async () => (await letters().list()).map(({ key, state }) => `${key} ${state}`);
  const parked = () => db.query('select key from assessment.parked_key');

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    booking = await startService(db, 'booking');
    assessment = await startService(db, 'assessment', [{ consumer: 'test', type: BookingConfirmed.type, handle }]);
    refuse = () => true;
    handled = [];
    pause = Promise.resolve();
    for (const version of [1, 2, 3]) await confirm('K', version);
    await quiet();
  });
  afterEach(async () => {
    await assessment.stop();
    await booking.stop();
    await db.drop();
  });

  it('F-016: the order of a key is asked for once per event that is released', async () => {
    refuse = () => false;
    const asked = jest.spyOn(DeadLetterTable.prototype, 'first');
    expect(await letters().redrive('test', 'K')).toEqual({ handled: 3, stillParked: [] });
    expect(asked).toHaveBeenCalledTimes(3);
    asked.mockRestore();
  });

  it('are forgotten 400 days after their release, not before', async () => {
    refuse = () => false;
    await letters().redrive('test', 'K');
    await db.query(`update assessment.released_letter l set released_at = now() - n.days * interval '1 day'
      from (select event_id, 398 + row_number() over (order by event_id) as days from assessment.released_letter) n
      where n.event_id = l.event_id`);
    await assessment.stop();
    assessment = await startService(db, 'assessment', [{ consumer: 'test', type: BookingConfirmed.type, handle }]);
    expect(await db.query('select count(*)::int as n from assessment.released_letter')).toEqual([{ n: 1 }]);
  });

  it('say what failed, how often, when and in which build', async () => {
    const [letter] = await letters().list('test');
    expect(letter).toMatchObject({
      consumer: 'test',
      key: 'K',
      type: BookingConfirmed.type,
      state: 'failed',
      code: 'NO',
      errorClass: 'permanent',
      attempts: 1,
      handlerVersion: 'local',
      firstFailedAt: expect.any(Date),
    });
  });

  it('stop at the first that fails again, which counts', async () => {
    refuse = ({ aggregateversion }) => aggregateversion === 2;
    expect(await letters().redrive('test', 'K')).toEqual({ handled: 1, stillParked: ['K'] });
    expect(handled).toEqual(['K 1']);
    expect(await letters().list()).toMatchObject([
      { state: 'failed', attempts: 1 },
      { state: 'waiting', attempts: 0 },
    ]);
    await letters().redrive('test', 'K');
    expect((await letters().list())[0]?.attempts).toBe(2);
  });

  it('publish what their handlers publish when they are released', async () => {
    refuse = () => false;
    await letters().redrive('test', 'K');
    await quiet();
    const published = await db.query('select version from assessment.event_log order by "offset"');
    expect(published.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(await parked()).toEqual([]);
  });

  it('keep new events of the key behind those that are being released', async () => {
    refuse = () => false;
    let release = () => {};
    pause = new Promise((resolve) => (release = resolve));
    const redriving = letters().redrive('test', 'K');
    await sleep(50);
    await confirm('K', 4);
    await confirm('K', 5);
    await sleep(100);
    release();
    await redriving;
    await quiet();
    await letters().redrive('test', 'K');
    expect(handled).toEqual(['K 1', 'K 2', 'K 3', 'K 4', 'K 5']);
    expect(await states()).toEqual([]);
  });

  it('are released once when two people redrive at the same time', async () => {
    refuse = () => false;
    await Promise.all([letters().redrive('test', 'K'), letters().redrive('test', { all: true })]);
    expect(handled).toEqual(['K 1', 'K 2', 'K 3']);
  });

  it('hold the key while others wait behind a discarded one, and free it with the last', async () => {
    refuse = () => false;
    const [first] = await letters().list();
    expect(await letters().discard(first?.id ?? '', 'entered by mistake')).toBe(true);
    expect(await states()).toEqual(['K discarded', 'K waiting', 'K waiting']);
    await confirm('K', 4);
    await quiet();
    expect(handled).toEqual([]);
    await letters().redrive('test', 'K');
    expect(handled).toEqual(['K 2', 'K 3', 'K 4']);
    expect(await letters().list()).toMatchObject([{ state: 'discarded', discardReason: 'entered by mistake' }]);
    expect(await letters().discard(first?.id ?? '', 'again')).toBe(false);
  });

  it('free the key when the only one is discarded', async () => {
    refuse = () => false;
    for (const { id } of await letters().list()) await letters().discard(id, 'test');
    expect(await parked()).toEqual([]);
    await confirm('K', 4);
    await quiet();
    expect(handled).toEqual(['K 4']);
  });

  it('need a consumer that runs here', async () => {
    await expect(letters().redrive('unknown', 'K')).rejects.toThrow('No consumer unknown runs here');
  });
});

describe('a bus that repeats and reorders', () => {
  it('has no second effect, and parks no copy of what was handled before', async () => {
    const db = await scratchDatabase(['assessment'], undefined, 'create table assessment.effect (n serial, line text)');
    const bus = new ChaosBus(new InMemoryBus(), { duplicates: 0.6, seed: 42 });
    let refuse = false;
    const handle = async (event: EventEnvelope, { tx }: EventContext) => {
      if (refuse && event.subject === 'K3') throw refusal();
      await tx.query('insert into assessment.effect (line) values ($1)', [
        `${event.subject} ${event.aggregateversion}`,
      ]);
    };
    const service = await startService(db, 'assessment', [{ consumer: 'test', type: BookingConfirmed.type, handle }], {
      bus,
    });
    const keys = Array.from({ length: 10 }, (_, n) => `K${n}`);
    const record = (key: string, version: number) =>
      aRecord({
        key,
        version,
        type: BookingConfirmed.type,
        payload: JSON.stringify(BookingConfirmed.example),
        headers: { dataschema: BookingConfirmed.dataschema, correlationid: 'c' },
      });
    const quiet = () => settled([{ ...service, bus }]);
    for (const version of [1, 2, 3]) await bus.publish(batchOf(keys.map((key) => record(key, version))));
    await quiet();
    refuse = true;
    for (const version of [4, 5, 6]) await bus.publish(batchOf(keys.map((key) => record(key, version))));
    await quiet();
    refuse = false;
    await service.messaging.deadLetters.redrive('test', 'K3');
    const handled = (await db.query('select line from assessment.effect order by n')).map(({ line }) => String(line));
    for (const key of keys) {
      expect(handled.filter((line) => line.startsWith(`${key} `))).toEqual(
        [1, 2, 3, 4, 5, 6].map((v) => `${key} ${v}`),
      );
    }
    await service.stop();
    await db.drop();
  });
});
