// The last release beside this one, under live traffic: what a handler was gained or lost for is handled once or told.
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import { counted } from '../metrics';
import { InMemoryBroker, InMemoryBus } from '../testing/in-memory-bus';
import { scratchDatabase, type ScratchDatabase } from '../testing/scratch-database';
import { settled } from '../testing/settled';
import { startService, type TestService } from '../testing/test-service';

const KEYS = Array.from({ length: 16 }, (_, at) => `X9000${at + 10}`);
const made = BookingProvisionallyMade.of(BookingProvisionallyMade.example);
const confirmed = BookingConfirmed.of(BookingConfirmed.example);
const BOTH = [BookingConfirmed.type, BookingProvisionallyMade.type];

type Seen = { readonly by: string; readonly key: string; readonly type: string; readonly version: number };

const until = async (what: () => boolean) => {
  for (const limit = Date.now() + 15_000; Date.now() < limit; await sleep(10)) if (what()) return;
  throw new Error('It did not happen in time');
};

describe.each(['embedded', 'in-memory'])('a rolling change on the %s bus', (kind) => {
  let db: ScratchDatabase;
  let booking: TestService;
  let broker: InMemoryBroker;
  let seen: Seen[];
  let versions: Map<string, number>;
  const running: TestService[] = [];

  const options = () => (kind === 'embedded' ? {} : { bus: new InMemoryBus(broker) });
  const start = async (by: string, types: readonly string[], consumer = 'test') => {
    const handlers = types.map((type) => ({
      consumer,
      type,
      handle: async (event: { subject: string; aggregateversion: number }) => {
        await sleep(1);
        seen.push({ by, type, key: event.subject, version: event.aggregateversion });
      },
    }));
    const service = await startService(db, 'assessment', handlers, options());
    running.push(service);
    return service;
  };
  const stop = async (service: TestService) => {
    running.splice(running.indexOf(service), 1);
    await service.stop();
  };
  const publish = async (event: typeof made | typeof confirmed) => {
    for (const key of KEYS)
      await booking.messaging.unitOfWork.run(async (_tx, tell) => {
        const version = (versions.get(key) ?? 0) + 1;
        versions.set(key, version);
        tell({ id: `b-${key}`, key, version }, [event]);
      });
  };
  /** Everything published has been passed or handled by whoever runs. */
  const atEnd = () =>
    settled(kind === 'embedded' ? [booking, ...running.slice(-1)] : [{ ...booking, bus: broker }], 20_000);
  const of = (type: string) => seen.filter((each) => each.type === type);
  const ordered = () =>
    KEYS.map((key) => seen.filter((each) => each.key === key).map(({ version }) => version)).filter(
      (each) => each.join() !== [...each].sort((a, b) => a - b).join(),
    );

  beforeEach(async () => {
    db = await scratchDatabase(['booking', 'assessment']);
    broker = new InMemoryBroker();
    seen = [];
    versions = new Map();
    booking = await startService(db, 'booking', [], options());
  });
  afterEach(async () => {
    await Promise.all([...running.splice(0), booking].map((service) => service.stop()));
    await db.drop();
  });

  it('F-017: handles every event of a type that the new instance has gained, once and in order', async () => {
    const old = await start('old', [BookingConfirmed.type]);
    await publish(confirmed);
    await start('new', BOTH);
    for (let turn = 0; turn < 4; turn += 1) await publish(turn % 2 ? confirmed : made);
    await publish(made);
    const refused = { code: 'OTHER_RELEASE_WORKS', kind: 'conflict' };
    await expect(old.messaging.deadLetters.redrive('test', { all: true })).rejects.toMatchObject(refused);
    const run = { consumer: 'test', mode: 'redeliver', filter: {}, reason: 'r', requestedBy: 'OPS' } as const;
    await expect(old.messaging.operations.replays.begin(run)).rejects.toMatchObject(refused);
    await stop(old);
    await publish(made);
    await atEnd();
    expect([of(BookingProvisionallyMade.type).length, of(BookingConfirmed.type).length]).toEqual([64, 48]);
    expect(ordered()).toEqual([]);
    expect(await db.query('select count(*)::int as n from assessment.dead_letter')).toEqual([{ n: 0 }]);
  }, 60_000);

  it('F-017: leaves a type that the new instance has lost to the old one while there is one, and tells of what comes after', async () => {
    const before = counted('unhandled');
    const old = await start('old', BOTH);
    await publish(made);
    const next = await start('new', [BookingConfirmed.type]);
    for (let turn = 0; turn < 4; turn += 1) await publish(turn % 2 ? confirmed : made);
    await stop(old);
    await until(() => of(BookingConfirmed.type).length === 32);
    await atEnd();
    const handled = of(BookingProvisionallyMade.type).length;
    expect([handled, counted('unhandled') - before]).toEqual([handled, 48 - handled]);
    await publish(made);
    await publish(confirmed);
    await atEnd();
    expect(of(BookingConfirmed.type)).toHaveLength(48);
    expect(counted('unhandled') - before).toBe(64 - handled);
    expect(ordered()).toEqual([]);
    const told = async () =>
      (await next.messaging.operations.doctor.examine()).find(({ name }) => name === 'handlers') ?? { detail: '' };
    for (const limit = Date.now() + 10_000; Date.now() < limit && !(await told()).detail.includes('test');)
      await sleep(50);
    expect(await told()).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining(BookingProvisionallyMade.type) as string,
    });
  }, 60_000);

  it('F-017: goes on with the old instance when the new one goes away again', async () => {
    const old = await start('old', [BookingConfirmed.type]);
    const next = await start('new', BOTH);
    await publish(confirmed);
    await stop(next);
    await publish(confirmed);
    await until(() => of(BookingConfirmed.type).length === 32);
    await atEnd();
    expect(old.messaging.server.isIdle).toBe(true);
    expect(ordered()).toEqual([]);
  }, 60_000);

  it('F-017: gives everything to the newest when each lacks a handler of the other, and tells of the rest', async () => {
    const before = counted('unhandled');
    await start('old', [BookingConfirmed.type]);
    await start('new', [BookingProvisionallyMade.type]);
    await publish(confirmed);
    await publish(made);
    await until(() => of(BookingProvisionallyMade.type).length === 16);
    await atEnd();
    expect(of(BookingConfirmed.type).length + counted('unhandled') - before).toBe(16);
  }, 60_000);

  it('F-017: a renamed consumer handles everything, and doctor tells of the old name', async () => {
    const old = await start('old', [BookingConfirmed.type], 'first-name');
    await publish(confirmed);
    const next = await start('new', [BookingConfirmed.type], 'second-name');
    await publish(confirmed);
    await stop(old);
    await publish(confirmed);
    const byNew = () => seen.filter(({ by }) => by === 'new');
    await until(() => byNew().length >= 48);
    expect(new Set(byNew().map(({ key, version }) => `${key}/${version}`)).size).toBe(48);
    expect(byNew()).toHaveLength(48);
    const checks = await next.messaging.operations.doctor.examine();
    expect(checks.find(({ name }) => name === 'orphan-inbox')).toMatchObject({
      status: 'warn',
      detail: expect.stringContaining('first-name') as string,
    });
  }, 60_000);
});
