import type { EventEnvelope } from '@throughcare/events/define-event';
import { counted } from '@throughcare/base/metrics';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { Bus } from '../bus/bus';
import { keepKey, watchAggregate } from '../database/schema';
import { partitionOf } from '../partition';
import { confirmed, failing, until } from '../../proof/harness/consumer-kit';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';
import { asked } from '../../proof/harness/replay-world';
import { type ScratchDatabase, scratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';
import { redrivenOf } from './dead-letters/dead-letters';
import type { HandlerKind } from './define-consumer';

/** CRNs before and after a merge, of two partitions. */
const [OLD, NEW] = ['X900001', 'X900002'];

const onOneBroker = () => {
  const broker = new InMemoryBroker();
  return () => new InMemoryBus(broker);
};

const BUSES: [string, HandlerKind, () => (() => Bus) | undefined][] = [
  ['the embedded bus', 'projection', () => undefined],
  ['the in-memory bus', 'projection', onOneBroker],
  ['the embedded bus, with an effect', 'effect', () => undefined],
  ['the in-memory bus, with an effect', 'effect', onOneBroker],
];

/** A booking goes by the CRN that its person has now, so a merge changes the key between two of its events. */
describe.each(BUSES)('an aggregate on %s', (_bus, kind, opened) => {
  let db: ScratchDatabase;
  let booking: TestService;
  let instances: TestService[];
  let refused: number[];
  let took: number[];
  let before: number;

  beforeEach(async () => {
    const bus = opened();
    const options = bus ? { bus: bus() } : {};
    db = await scratchDatabase(['booking', 'assessment']);
    [instances, refused, took] = [[], [1], []];
    before = counted('version_inversions');
    booking = await startService(db, 'booking', [], options);
    const handle = ({ aggregateversion: version }: EventEnvelope) => {
      if (refused.includes(version)) throw failing('conflict', 'NO');
      took.push(version);
    };
    const handlers = [{ consumer: 'test', type: BookingConfirmed.type, kind, handle }];
    while (instances.length < 2)
      instances.push(await startService(db, 'assessment', handlers, bus ? { bus: bus() } : {}));
  }, 60_000);
  afterEach(async () => {
    expect(counted('version_inversions')).toBe(before);
    for (const each of [booking, ...instances]) await each?.stop();
    await db?.drop();
  });

  const tell = (key: string, version: number, id = 'booking-1') =>
    booking.messaging.unitOfWork.run(async (_tx, publish) => publish({ id, key, version }, [confirmed]));
  const letters = () =>
    db.query(
      `select id, key || ' ' || (event->>'version') || ' ' || state as letter from assessment.dead_letter order by id`,
    );
  const lying = async (count: number) => {
    await until(async () => (await letters()).length === count);
    return (await letters()).map(({ letter }) => letter);
  };
  const messagingOf = (instance: number) => {
    const service = instances[instance];
    if (!service) throw new Error(`There is no instance ${instance}`);
    return service.messaging;
  };
  const redrive = (instance: number, key: string | { all: true }) =>
    messagingOf(instance).deadLetters.redrive('test', key);
  const replayMissed = async () => {
    const { replays } = messagingOf(0).operations;
    const { id } = await replays.begin({ ...asked, consumer: 'test', mode: 'redeliver', filter: { missed: true } });
    await until(async () => (await replays.find(id)).state !== 'running');
    return replays.find(id);
  };
  const parked = async () =>
    (await db.query('select key from assessment.parked_key order by key')).map(({ key }) => key);

  it('with one key is taken in order, whatever waits', async () => {
    await tell(OLD, 1);
    await lying(1);
    await tell(OLD, 2);
    await lying(2);
    refused = [];
    await redrive(0, { all: true });
    expect(took).toEqual([1, 2]);
  });

  describe('whose key changes', () => {
    beforeEach(async () => {
      expect(partitionOf(OLD)).not.toBe(partitionOf(NEW));
      await tell(OLD, 1);
      await lying(1);
      await tell(NEW, 2);
      expect(await lying(2)).toEqual([`${OLD} 1 failed`, `${NEW} 2 waiting`]);
      expect([took, await parked()]).toEqual([[], [OLD, NEW]]);
      refused = [];
    });

    it.each([0, 1])('is not overtaken when everything is redriven by instance %i', async (instance) => {
      expect(await redrive(instance, { all: true })).toEqual({ handled: 2, stillParked: [] });
      expect([took, await parked()]).toEqual([[1, 2], []]);
      await tell(NEW, 3);
      await until(() => took.length === 3);
      expect(took).toEqual([1, 2, 3]);
    });

    it('nor by a redrive of everything that comes to the new key first', async () => {
      await db.query(`update assessment.parked_key set parked_at = parked_at - interval '1 hour' where key = '${NEW}'`);
      expect(await redrive(1, { all: true })).toEqual({ handled: 2, stillParked: [] });
      expect(took).toEqual([1, 2]);
    });

    it('nor by a replay of what was missed, which leaves it out until the old one is redriven', async () => {
      for (const table of ['dead_letter', 'parked_key'])
        await db.query(`delete from assessment.${table} where key = '${NEW}'`);
      expect(await replayMissed()).toMatchObject({ state: 'completed', delivered: 0, skipped: 2 });
      expect(took).toEqual([]);
      await redrive(0, OLD);
      expect(await replayMissed()).toMatchObject({ state: 'completed', delivered: 1, skipped: 0 });
      expect(took).toEqual([1, 2]);
    });

    it('nor by a redrive of the new key, which stays parked until the old one is redriven', async () => {
      expect(await redrive(1, NEW)).toEqual({ handled: 0, stillParked: [NEW] });
      expect([took, await parked()]).toEqual([[], [OLD, NEW]]);
      expect(await redrive(0, OLD)).toEqual({ handled: 2, stillParked: [] });
      expect([took, await parked()]).toEqual([[1, 2], []]);
    });

    it('nor by one of the old key that fails again', async () => {
      refused = [1];
      expect(await redrive(0, { all: true })).toEqual({ handled: 0, stillParked: [OLD, NEW] });
      expect(took).toEqual([]);
    });

    it('goes on behind what fails itself, when that was asked for', async () => {
      refused = [2];
      expect(await redrive(0, OLD)).toEqual({ handled: 1, stillParked: [NEW] });
      refused = [];
      expect(await redrive(0, NEW)).toEqual({ handled: 1, stillParked: [] });
      expect(took).toEqual([1, 2]);
    });

    const reset = (state: string, keys: readonly string[], finished = 'clock_timestamp()') =>
      db.query(
        `insert into assessment.replay_run
           (id, consumer, mode, filter, state, with_effects, swap, requested_by, reason, until, finished_at)
         values (gen_random_uuid(), 'test', 'reset-keys', $1, $2, false, false, 'OPS', 'a test', now(), ${finished})`,
        [{ keys }, state],
      );

    it.each(['paused', 'cancelled'])(
      'is not followed into a key of a %s reset, unless it was asked for',
      async (state) => {
        await reset(state, [NEW]);
        expect(await redrive(0, OLD)).toEqual({ handled: 1, stillParked: [] });
        expect([took, await parked()]).toEqual([[1], [NEW]]);
        expect(await redrive(0, NEW)).toEqual({ handled: 1, stillParked: [] });
        expect([took, await parked()]).toEqual([[1, 2], []]);
      },
    );

    it('is followed into a key that a later reset has completed, or that was parked after the cancelled one', async () => {
      await reset('cancelled', [NEW], `now() - interval '1 hour'`);
      await reset('cancelled', [NEW]);
      await reset('completed', [NEW]);
      expect(await redrive(0, OLD)).toEqual({ handled: 2, stillParked: [] });
    });

    it('is told of as still parked where the time was up before it was followed', async () => {
      const pace = async () => took.length === 0;
      const redriven = await messagingOf(0).deadLetters.redriveKeys('test', [OLD], { pace });
      expect(redriven.get(OLD)).toEqual({ handled: 1, end: 'freed' });
      expect(redrivenOf(redriven)).toEqual({ handled: 1, stillParked: [NEW] });
      expect([took, await parked()]).toEqual([[1], [NEW]]);
    });

    it('is left to try where it was asked for and the time was up', async () => {
      const { deadLetters } = messagingOf(0);
      const redriven = await deadLetters.redriveKeys('test', [NEW, OLD], { pace: async () => took.length === 0 });
      expect(redriven.get(NEW)).toEqual({ handled: 0, end: 'stopped' });
      expect(redrivenOf(redriven)).toEqual({ handled: 1, stillParked: [] });
    });

    it('is free once the earlier one is discarded', async () => {
      const [first] = await letters();
      await messagingOf(0).deadLetters.discard(String(first?.['id']), 'entered by mistake');
      expect(await redrive(1, NEW)).toEqual({ handled: 1, stillParked: [] });
      expect([took, await parked()]).toEqual([[2], []]);
      await tell(NEW, 3);
      await until(() => took.length === 2);
      expect(took).toEqual([2, 3]);
    });

    it('tells an operator how many letters come first, under whatever key', async () => {
      const [, second] = await letters();
      const operations = messagingOf(0).operations.letters;
      const id = String(second?.['id']);
      expect(await operations.show(id)).toMatchObject({ key: NEW, before: 1 });
      const request = { consumer: 'test', filter: {}, id, actor: 'OPS', reason: 'a test' };
      await expect(operations.redrive(request)).rejects.toMatchObject({ code: 'NOT_FIRST_OF_ITS_KEY' });
      const all = { consumer: 'test', filter: {}, actor: 'OPS', reason: 'a test' };
      expect(await operations.redrive(all)).toEqual({ handled: 2, stillParked: [], remaining: 0 });
    });
  });

  it('does not wait for a later version that lies under another key, nor for what another consumer has', async () => {
    refused = [2];
    await tell(NEW, 2);
    await lying(1);
    await tell(OLD, 1);
    await until(() => took.length === 1);
    await db.query(
      `update assessment.dead_letter set consumer = 'another'; update assessment.parked_key set consumer = 'another'`,
    );
    await tell(OLD, 3);
    await until(() => took.length === 2);
    expect(took).toEqual([1, 3]);
  });
});

describe('the key that an aggregate was created with', () => {
  it('is kept for rows of today and of an instance that does not know it, and nothing is silent by it', async () => {
    const db = await scratchDatabase(
      ['booking'],
      undefined,
      [
        'create table booking.booking (id text primary key, crn text, version int not null);',
        `insert into booking.booking values ('before', 'X900001', 3);`,
        watchAggregate('booking', 'booking'),
        watchAggregate('booking', 'booking', { untold: ['crn', 'event_key'] }),
        ...Array(2).fill(keepKey('booking', 'booking', { row: 'crn', inserted: 'new.crn' })),
        `insert into booking.booking (id, crn, version) values ('beside', 'X900001', 1);`,
        `insert into booking.booking (id, crn, version, event_key) values ('named', 'X900001', 1, 'A9001AA');`,
        `update booking.booking set crn = 'X900002';`,
      ].join('\n'),
    );
    expect(await db.query('select id, event_key as key from booking.booking order by id')).toEqual([
      { id: 'before', key: 'X900001' },
      { id: 'beside', key: 'X900001' },
      { id: 'named', key: 'A9001AA' },
    ]);
    expect(await db.query('select 1 from booking.silent_change')).toEqual([]);
    await db.drop();
  });
});
