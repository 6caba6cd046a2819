/* eslint-disable max-lines-per-function -- a suite of tests, exported so that every adapter runs it */
import { setTimeout as sleep } from 'node:timers/promises';
import { aRecord } from '../harness/records';
import type { World } from './world';
import { publishStubbornly, upTo, versionsOf } from './world';

/** Several consumers, several processes, broken connections. */
export const processesContract = (world: World): void => {
  const { it } = world;
  it('brings everything to every consumer', async () => {
    const bus = await world.open();
    const one = await world.collect(bus, { consumer: `one-${world.type}` });
    const two = await world.collect(bus, { consumer: `two-${world.type}` });
    await world.harness.publish(bus, world.history('K', 30));
    await Promise.all([one, two].map((each) => each.until(30, world.patienceMs)));
    for (const each of [one, two]) expect(versionsOf(each, 'K')).toEqual(upTo(30));
  }, 30_000);

  it('serves one consumer from several processes without crossing a key', async () => {
    const [first, second] = [await world.open(), await world.open()];
    const one = await world.collect(first);
    const two = await world.collect(second);
    await sleep(world.quietMs);
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    for (let round = 1; round <= 10; round += 1) {
      await world.harness.publish(
        first,
        keys.map((key) => aRecord({ key, type: world.type, version: round })),
      );
    }
    const both = () => new Set([...one.records, ...two.records].map(({ id }) => id)).size;
    const end = Date.now() + world.patienceMs;
    while (both() < 400 && Date.now() < end) await sleep(5);
    expect(both()).toBe(400);
    for (const each of [one, two]) {
      for (const key of keys) {
        const versions = versionsOf(each, key);
        expect(versions).toEqual([...versions].sort((a, b) => a - b));
      }
    }
  }, 60_000);

  it('is silent after closing, and may be closed twice', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    await bus.close();
    await bus.close();
    await world.harness.publish(await world.open(), world.history('K', 2));
    await sleep(world.quietMs);
    expect(collector.records).toEqual([]);
  }, 60_000);

  it('hands the partitions of a process that leaves to one that stays', async () => {
    const [first, second] = [await world.open(), await world.open()];
    await world.collect(first);
    const staying = await world.collect(second);
    await sleep(world.quietMs);
    await first.close();
    const keys = Array.from({ length: 64 }, (_, index) => `key-${index}`);
    await world.harness.publish(
      second,
      keys.map((key) => aRecord({ key, type: world.type })),
    );
    await staying.until(keys.length, world.patienceMs);
  }, 60_000);

  it('loses and inverts nothing when it breaks at a third and at half of 10,000 events', async () => {
    const { interrupt } = world.harness;
    if (!interrupt) return;
    const bus = await world.open();
    const collector = await world.collect(bus);
    const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
    let broken: Promise<void> = Promise.resolve();
    for (let round = 1; round <= 100; round += 1) {
      if (round === 33 || round === 50) broken = broken.then(() => interrupt());
      const records = keys.map((key) => aRecord({ key, type: world.type, version: round }));
      await publishStubbornly(world.harness, bus, records, world.patienceMs);
    }
    await broken;
    await collector.until(10_000, world.patienceMs * 3);
    for (const key of keys) expect(versionsOf(collector, key)).toEqual(upTo(100));
  }, 240_000);
};
