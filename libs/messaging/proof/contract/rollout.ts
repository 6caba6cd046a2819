/* eslint-disable max-lines-per-function -- a suite of tests, exported so that every adapter runs it */
// The last release beside this one, under live traffic: what a handler was gained or lost for is handled once or told.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import type { Bus } from '#src/bus/bus';
import { counted } from '@throughcare/base/metrics';
import { scratchDatabase, type ScratchDatabase } from '../harness/scratch-database';
import { settled } from '../harness/settled';
import { startService, type TestService } from '../harness/test-service';

const made = BookingProvisionallyMade.of(BookingProvisionallyMade.example);
const confirmed = BookingConfirmed.of(BookingConfirmed.example);
const BOTH = [BookingConfirmed.type, BookingProvisionallyMade.type];

interface Seen {
  readonly by: string;
  readonly key: string;
  readonly type: string;
  readonly version: number;
}

export interface RolloutHarness {
  readonly bus: () => 'postgres' | Bus;
  /** Serves this suite alone: counts are exact. */
  readonly isOwn: boolean;
}

/** Of one wait, on a machine with other work; a case has several. */
const PATIENCE_MS = 240_000;
const CASE_MS = 4 * PATIENCE_MS;

/** Old and new instances of one consumer side by side; `begin` is asked before each test. */
export const rolloutContract = (name: string, begin: () => RolloutHarness): void => {
  describe(`a rolling change on ${name}`, () => {
    let harness: RolloutHarness;
    let db: ScratchDatabase;
    let booking: TestService;
    let consumer: string;
    let keys: readonly string[];
    let seen: Seen[];
    let versions: Map<string, number>;
    const running: TestService[] = [];

    const until = async (what: () => boolean | Promise<boolean>) => {
      for (const limit = Date.now() + PATIENCE_MS; Date.now() < limit; await sleep(10)) if (await what()) return;
      throw new Error(`It did not happen in time: ${seen.length} events were seen`);
    };
    const start = async (by: string, types: readonly string[], as = consumer) => {
      const handlers = types.map((type) => ({
        consumer: as,
        type,
        handle: async (event: { subject: string; aggregateversion: number }) => {
          if (!keys.includes(event.subject)) return; // of another test on the same broker
          await sleep(1);
          seen.push({ by, type, key: event.subject, version: event.aggregateversion });
        },
      }));
      const service = await startService(db, 'assessment', handlers, { bus: harness.bus(), shareEveryMs: 1_000 });
      running.push(service);
      return service;
    };
    const stop = async (service: TestService) => {
      running.splice(running.indexOf(service), 1);
      await service.stop();
    };
    const publish = async (event: typeof made | typeof confirmed) => {
      for (const key of keys)
        await booking.messaging.unitOfWork.run(async (_tx, tell) => {
          const version = (versions.get(key) ?? 0) + 1;
          versions.set(key, version);
          tell({ id: `b-${key}`, key, version }, [event]);
        });
    };
    const of = (type: string) => seen.filter((each) => each.type === type);
    const disordered = () =>
      keys
        .map((key) => seen.filter((each) => each.key === key).map(({ version }) => version))
        .filter((each) => each.join() !== [...each].sort((a, b) => a - b).join());

    /** Where nothing may come any more. */
    const quiet = async () => {
      if (harness.bus() === 'postgres') await settled([booking, ...running.slice(-1)], PATIENCE_MS);
      else await sleep(harness.isOwn ? 300 : 2_000);
    };

    beforeEach(async () => {
      harness = begin();
      db = await scratchDatabase(['booking', 'assessment']);
      const run = randomUUID().slice(0, 8);
      consumer = `rollout-${run}`;
      keys = Array.from({ length: 16 }, (_, at) => `${run}-${at}`);
      seen = [];
      versions = new Map();
      booking = await startService(db, 'booking', [], { bus: harness.bus() });
    }, PATIENCE_MS);
    afterEach(async () => {
      await Promise.all([...running.splice(0), booking].map((service) => service.stop()));
      await db.drop();
    }, PATIENCE_MS);

    it(
      'F-017: handles every event of a type that the new instance has gained, once and in order',
      async () => {
        const old = await start('old', [BookingConfirmed.type]);
        await publish(confirmed);
        await start('new', BOTH);
        for (let turn = 0; turn < 4; turn += 1) await publish(turn % 2 ? confirmed : made);
        await publish(made);
        const refused = { code: 'OTHER_RELEASE_WORKS', kind: 'conflict' };
        await expect(old.messaging.deadLetters.redrive(consumer, { all: true })).rejects.toMatchObject(refused);
        const run = { consumer, mode: 'redeliver', filter: {}, reason: 'r', requestedBy: 'OPS' } as const;
        await expect(old.messaging.operations.replays.begin(run)).rejects.toMatchObject(refused);
        await stop(old);
        await publish(made);
        await until(() => seen.length >= 112);
        await quiet();
        expect([of(BookingProvisionallyMade.type).length, of(BookingConfirmed.type).length]).toEqual([64, 48]);
        expect(disordered()).toEqual([]);
        expect(await db.query('select count(*)::int as n from assessment.dead_letter')).toEqual([{ n: 0 }]);
      },
      CASE_MS,
    );

    it(
      'F-017: leaves a type that the new instance has lost to the old one while there is one, and tells of the rest',
      async () => {
        const before = counted('unhandled');
        const old = await start('old', BOTH);
        await publish(made);
        const next = await start('new', [BookingConfirmed.type]);
        for (let turn = 0; turn < 4; turn += 1) await publish(turn % 2 ? confirmed : made);
        await until(() => seen.length >= 80);
        expect([seen.filter(({ by }) => by === 'new'), counted('unhandled') - before]).toEqual([[], 0]);
        await stop(old);
        await publish(made);
        await publish(confirmed);
        await until(() => of(BookingConfirmed.type).length >= 48);
        await until(() => of(BookingProvisionallyMade.type).length + counted('unhandled') - before >= 64);
        await quiet();
        const told = counted('unhandled') - before;
        if (harness.isOwn) expect(told + of(BookingProvisionallyMade.type).length).toBe(64);
        expect(disordered()).toEqual([]);
        expect(await db.query('select count(*)::int as n from assessment.dead_letter')).toEqual([{ n: 0 }]);
        const check = async () =>
          (await next.messaging.operations.doctor.examine()).find(({ name: each }) => each === 'handlers')?.detail ??
          '';
        await until(async () => (await check()).includes(`${consumer} ${BookingProvisionallyMade.type}`));
      },
      CASE_MS,
    );

    it(
      'F-017: goes on with the old instance when the new one goes away again',
      async () => {
        await start('old', [BookingConfirmed.type]);
        const next = await start('new', BOTH);
        await publish(confirmed);
        await stop(next);
        await publish(confirmed);
        await until(() => of(BookingConfirmed.type).length >= 32);
        await quiet();
        expect([seen.length, disordered()]).toEqual([32, []]);
      },
      CASE_MS,
    );

    it(
      'F-017: gives everything to the newest when each lacks a handler of the other, and tells of the rest',
      async () => {
        const before = counted('unhandled');
        await start('old', [BookingConfirmed.type]);
        await start('new', [BookingProvisionallyMade.type]);
        await publish(confirmed);
        await publish(made);
        await until(() => of(BookingProvisionallyMade.type).length >= 16);
        await until(() => of(BookingConfirmed.type).length + counted('unhandled') - before >= 16);
      },
      CASE_MS,
    );

    it(
      'F-017: a renamed consumer handles what comes, and doctor tells of the old name',
      async () => {
        const old = await start('old', [BookingConfirmed.type]);
        await publish(confirmed);
        await until(() => seen.length >= 16);
        const next = await start('new', [BookingConfirmed.type], `${consumer}-renamed`);
        await publish(confirmed);
        await stop(old);
        await publish(confirmed);
        const byNew = () => seen.filter(({ by }) => by === 'new');
        const isRetained = next.messaging.bus.features.retained;
        await until(() => byNew().length >= (isRetained ? 48 : 32));
        expect(new Set(seen.map(({ key, version }) => `${key}/${version}`)).size).toBe(48);
        const checks = await next.messaging.operations.doctor.examine();
        const orphans = checks.find(({ name: each }) => each === 'orphan-inbox');
        expect([orphans?.status, orphans?.detail.endsWith(consumer)]).toEqual(['warn', true]);
      },
      CASE_MS,
    );
  });
};
