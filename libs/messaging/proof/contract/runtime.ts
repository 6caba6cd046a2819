/* eslint-disable max-lines-per-function -- a suite of tests, exported so that every adapter runs it */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '#src/publish/event-record';
import { aRecord } from '../harness/records';
import { DeafToAcks, DyingRelay } from './saboteurs';
import { type Services, withServices } from './services';
import type { World } from './world';
import { upTo } from './world';

const times = (count: number, work: (at: number) => Promise<void>) =>
  Promise.all(Array.from({ length: count }, (_, at) => work(at)));

/** The bus under the real outbox, relay, lanes, inbox and dead letters, with something dying at every step. */
export const runtimeContract = (world: World): void => {
  const { it } = world;
  it(
    'keeps the order of keys that many transactions change at the same time',
    () =>
      withServices(world, async (services) => {
        await services.subscriber();
        const producer = await services.producer();
        const pause = () => sleep(Math.random() * 5);
        await times(8, async (writer) => {
          for (let turn = 0; turn < 15; turn += 1) await services.change(producer, `key-${(writer + turn) % 3}`, pause);
        });
        await services.until(120);
        for (const name of ['key-0', 'key-1', 'key-2']) expect(await services.effects(name)).toEqual(upTo(40));
      }),
    120_000,
  );

  it(
    'loses and doubles no effect when the relay dies between the answer of the bus and settling',
    () =>
      withServices(world, async (services) => {
        let dying: DyingRelay | undefined;
        await services.subscriber();
        const producer = await services.producer((bus) => (dying = new DyingRelay(bus)));
        for (let turn = 0; turn < 10; turn += 1) await times(4, (at) => services.change(producer, `key-${at}`));
        await services.until(40);
        await sleep(world.quietMs);
        if (dying) expect(dying.deaths).toBeGreaterThan(0);
        for (const at of upTo(4)) expect(await services.effects(`key-${at - 1}`)).toEqual(upTo(10));
      }),
    120_000,
  );

  it(
    'has each effect once when the consumer dies between effect and acknowledgement',
    () =>
      withServices(world, async (services) => {
        const producer = await services.producer();
        const first = await services.subscriber((bus) => new DeafToAcks(bus, (key) => services.owns(key)));
        await times(20, (at) => services.change(producer, `key-${at}`));
        await services.until(20);
        await first.stop();
        await services.subscriber();
        await times(20, (at) => services.change(producer, `key-${at}`));
        await services.until(40);
        await sleep(world.quietMs);
        for (const at of upTo(20)) expect(await services.effects(`key-${at - 1}`)).toEqual([1, 2]);
      }),
    120_000,
  );

  it(
    'has each effect once, in order, when another process joins while a handler runs',
    () =>
      withServices(world, async (services) => {
        const producer = await services.producer();
        await services.subscriber();
        let begun = () => {};
        let release = () => {};
        const running = new Promise<void>((resolve) => (begun = resolve));
        const held = new Promise<void>((resolve) => (release = resolve));
        services.before = async ({ aggregateversion }) => {
          begun();
          if (aggregateversion === 1) await held;
        };
        await times(20, (at) => services.change(producer, `key-${at}`));
        await running;
        const joining = services.subscriber();
        await times(20, (at) => services.change(producer, `key-${at}`));
        await sleep(world.quietMs);
        release();
        await joining;
        await times(20, (at) => services.change(producer, `key-${at}`));
        await services.until(60);
        await sleep(world.quietMs);
        for (const at of upTo(20)) expect(await services.effects(`key-${at - 1}`)).toEqual([1, 2, 3]);
      }),
    120_000,
  );

  it(
    'parks only the key of an event that cannot be handled, and a redrive brings each effect once in order',
    () =>
      withServices(world, async (services) => {
        const copies: EventRecord[] = [];
        services.before = ({ subject, aggregateversion }) => {
          if (subject === services.key('poisoned') && aggregateversion === 3)
            throw new TypeError('of a bug in a handler');
        };
        const subscriber = await services.subscriber();
        const producer = await services.producer();
        for (let turn = 0; turn < 5; turn += 1)
          for (const name of ['poisoned', 'good']) await services.change(producer, name);
        await services.until(7);
        const { deadLetters } = subscriber.messaging;
        const waiting = async () => (await deadLetters.list(services.consumer)).map(({ state }) => state);
        while ((await waiting()).length < 3) await sleep(20);
        expect(await waiting()).toEqual(['failed', 'waiting', 'waiting']);
        expect(await services.effects('good')).toEqual(upTo(5));
        expect(await services.effects('poisoned')).toEqual([1, 2]);
        services.before = () => {};
        expect(await deadLetters.redrive(services.consumer, services.key('poisoned'))).toMatchObject({ handled: 3 });
        copies.push(...(await publishedRecords(services)));
        await world.harness.publish(await world.open(), copies);
        await services.change(producer, 'poisoned');
        await services.until(11);
        await sleep(world.quietMs);
        expect(await services.effects('poisoned')).toEqual(upTo(6));
        expect(await services.effects('good')).toEqual(upTo(5));
        expect(await waiting()).toEqual([]);
      }),
    120_000,
  );

  it(
    'loses and doubles no effect when consumers are shut down in the middle, again and again',
    () =>
      withServices(world, async (services) => {
        const producer = await services.producer();
        services.before = () => sleep(1);
        let subscriber = await services.subscriber();
        for (let turn = 0; turn < 30; turn += 1) {
          await times(10, (at) => services.change(producer, `key-${at}`));
          if (turn % 10 === 5) {
            await subscriber.stop();
            subscriber = await services.subscriber();
          }
        }
        await services.until(300);
        await sleep(world.quietMs);
        for (const at of upTo(10)) expect(await services.effects(`key-${at - 1}`)).toEqual(upTo(30));
      }),
    180_000,
  );
};

/** What the relay has published so far, as it would publish it again after a crash. */
const publishedRecords = async ({ db }: Services): Promise<EventRecord[]> => {
  const rows =
    await db.query(`select event_id, key, type, aggregate_id, version, payload::text as payload, headers, occurred_at
    from booking.event_log order by "offset"`);
  return rows.map((row) =>
    aRecord({
      id: String(row['event_id']),
      key: String(row['key']),
      type: String(row['type']),
      aggregateId: String(row['aggregate_id']),
      version: Number(row['version']),
      payload: String(row['payload']),
      headers: row['headers'] as EventRecord['headers'],
      occurredAt: (row['occurred_at'] as Date).toISOString(),
    }),
  );
};
