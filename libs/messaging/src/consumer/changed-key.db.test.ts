import type { EventEnvelope } from '@throughcare/events/define-event';
import { counted } from '@throughcare/base/metrics';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { Bus } from '../bus/bus';
import { keepKey, watchAggregate } from '../database/schema';
import { partitionOf } from '../partition';
import { confirmed, failing, until } from '../testing/consumer-kit';
import { InMemoryBroker, InMemoryBus } from '../testing/in-memory-bus';
import { type ScratchDatabase, scratchDatabase } from '../testing/scratch-database';
import { startService, type TestService } from '../testing/test-service';

/** CRNs before and after a merge, of two partitions. */
const [OLD, NEW] = ['X900001', 'X900002'];

const BUSES: [string, () => (() => Bus) | undefined][] = [
  ['the embedded bus', () => undefined],
  [
    'the in-memory bus',
    () => {
      const broker = new InMemoryBroker();
      return () => new InMemoryBus(broker);
    },
  ],
];

/** Why most aggregates keep the key that an aggregate was created with: a key that changes is not held behind the dead letter of the old one. */
describe.each(BUSES)('an aggregate on %s', (_bus, opened) => {
  let db: ScratchDatabase;
  let booking: TestService;
  let instances: TestService[];
  let refused: number[];
  let took: { instance: number; version: number }[];
  let before: number;

  beforeEach(async () => {
    const bus = opened();
    const options = bus ? { bus: bus() } : {};
    db = await scratchDatabase(['booking', 'assessment']);
    [instances, refused, took] = [[], [1], []];
    before = counted('version_inversions');
    booking = await startService(db, 'booking', [], options);
    for (const instance of [0, 1]) {
      const handle = ({ aggregateversion: version }: EventEnvelope) => {
        if (refused.includes(version)) throw failing('conflict', 'NO');
        took.push({ instance, version });
      };
      const handlers = [{ consumer: 'test', type: BookingConfirmed.type, handle }];
      instances.push(await startService(db, 'assessment', handlers, bus ? { bus: bus() } : {}));
    }
  }, 60_000);
  afterEach(async () => {
    for (const each of [booking, ...instances]) await each?.stop();
    await db?.drop();
  });

  const tell = (key: string, version: number) =>
    booking.messaging.unitOfWork.run(async (_tx, publish) => publish({ id: 'booking-1', key, version }, [confirmed]));
  const letters = async () => (await db.query('select 1 from assessment.dead_letter')).length;
  const versions = () => took.map(({ version }) => version);
  const redriveOn = async (instance: number) => {
    refused = [];
    await instances[instance]?.messaging.deadLetters.redrive('test', { all: true });
  };
  const inversions = () => counted('version_inversions') - before;

  it('with one key is taken in order, whatever waits', async () => {
    await tell(OLD, 1);
    await until(async () => (await letters()) === 1);
    await tell(OLD, 2);
    await until(async () => (await letters()) === 2);
    await redriveOn(0);
    expect([versions(), inversions()]).toEqual([[1, 2], 0]);
  });

  it.each([
    ['the instance that took the later one counts it', 0, 1],
    ['another instance does not count it', 1, 0],
  ])('whose key changes is overtaken: %s', async (_who, other, seen) => {
    expect(partitionOf(OLD)).not.toBe(partitionOf(NEW));
    await tell(OLD, 1);
    await until(async () => (await letters()) === 1);
    await tell(NEW, 2);
    await until(() => took.length === 1);
    const taker = took[0]?.instance ?? 0;
    await redriveOn(other === 0 ? taker : 1 - taker);
    expect([versions(), inversions()]).toEqual([[2, 1], seen]);
  });
});

describe('the key that an aggregate was created with', () => {
  it('is kept for rows of today and of an instance that does not know it, and nothing is silent by it', async () => {
    const db = await scratchDatabase(
      ['booking'],
      undefined,
      [
        ...['create table booking.booking (id text primary key, crn text, version int not null);'],
        ...[`insert into booking.booking values ('before', 'X900001', 3);`, watchAggregate('booking', 'booking')],
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
