/* eslint-disable max-lines-per-function -- a suite of tests, exported so that every adapter runs it */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Feed } from '#src/bus/bus';
import { partitionOf } from '#src/partition';
import { aRecord } from '../harness/records';
import type { World } from './world';
import { isGapless, upTo, versionsOf } from './world';

/** Acknowledging, repeating, pausing, going back. */
export const positionsContract = (world: World): void => {
  const { it } = world;
  it('repeats what was not acknowledged to the next process, in order', async () => {
    const first = await world.open();
    const forgetful = await world.unsettled(first, `contract-${world.type}`);
    await world.harness.publish(first, world.history('K', 20));
    await forgetful.until(world.harness.perKey === undefined ? 20 : 1, world.patienceMs);
    await first.close();
    const collector = await world.collect(await world.open());
    await collector.until(20, world.patienceMs);
    expect(versionsOf(collector, 'K')).toEqual(upTo(20));
  }, 60_000);

  it('does not repeat what was acknowledged', async () => {
    const first = await world.open();
    const collector = await world.collect(first);
    const history = world.history('K', 5);
    await world.harness.publish(first, history);
    await collector.untilSettled(history, world.patienceMs);
    await first.close();
    const second = await world.open();
    const later = await world.collect(second);
    await world.harness.publish(second, [aRecord({ key: 'K', type: world.type, version: 6 })]);
    await later.until(1, world.patienceMs);
    await sleep(world.quietMs);
    expect(versionsOf(later, 'K')).toEqual([6]);
  }, 60_000);

  it('goes back to the first event that was not acknowledged when asked to', async () => {
    const bus = await world.open();
    let upToVersion = 2;
    const settle = async (feed: Feed, deliveries: readonly Delivery[]) => {
      const end = deliveries.findIndex(({ record, wanted }) => wanted && record.version > upToVersion);
      const head = deliveries.slice(0, end < 0 ? undefined : end);
      if (head.length > 0) await world.harness.settle(feed, head);
    };
    const collector = await world.collect(bus, { settle });
    const history = world.history('K', 6);
    await world.harness.publish(bus, history);
    await collector.until(world.harness.perKey === undefined ? 6 : 3, world.patienceMs);
    await collector.untilSettled(history.slice(0, upToVersion), world.patienceMs);
    upToVersion = 6;
    collector.deliveries.length = 0;
    collector.feed?.rewind('booking', partitionOf('K'));
    await collector.until(4, world.patienceMs);
    expect(versionsOf(collector, 'K')).toEqual([3, 4, 5, 6]);
  }, 60_000);

  it('does not run ahead of a consumer that does not acknowledge', async () => {
    const bus = await world.open();
    const collector = await world.unsettled(bus, `contract-${world.type}`);
    const plenty = world.harness.perKey === undefined ? 3_000 : 1_600;
    for (const records of world.load(plenty)) await world.harness.publish(bus, records);
    await collector.until(1, world.patienceMs);
    await sleep(world.quietMs * 3);
    expect(collector.records.length).toBeLessThan(1_500);
  }, 60_000);

  it('holds a bounded amount of memory for a consumer that does not acknowledge', async () => {
    const { mostBytes } = world.harness;
    if (mostBytes === undefined) return;
    const bus = await world.open();
    const collector = await world.unsettled(bus, `contract-${world.type}`);
    const payload = JSON.stringify({ text: 'x'.repeat(100_000) });
    const keys = Array.from({ length: 40 }, (_, index) => `key-${index}`);
    for (let version = 1; version <= 10; version += 1)
      await world.harness.publish(
        bus,
        keys.map((key) => aRecord({ key, type: world.type, version, payload })),
      );
    await collector.until(1, world.patienceMs);
    await sleep(world.quietMs * 3);
    const held = collector.records.reduce((sum, record) => sum + record.payload.length, 0);
    expect(held).toBeLessThan(mostBytes);
  }, 90_000);

  it('falls silent once everything is acknowledged', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const history = world.history('K', 5);
    await world.harness.publish(bus, history);
    await collector.untilSettled(history, world.patienceMs);
    await sleep(world.quietMs * 2);
    // Wanted ones only: a broker that has served other tests still moves past what those left.
    const before = collector.records.length;
    await sleep(world.quietMs * 2);
    expect(collector.records).toHaveLength(before);
  }, 60_000);

  it('brings the rest once a slow consumer acknowledges', async () => {
    const bus = await world.open();
    const slow = async (feed: Feed, deliveries: readonly Delivery[]) => {
      await sleep(5);
      await world.harness.settle(feed, deliveries);
    };
    const collector = await world.collect(bus, { settle: slow });
    for (const records of world.load(1_200)) await world.harness.publish(bus, records);
    await collector.until(1_200, world.patienceMs);
    expect(isGapless(collector)).toBe(true);
  }, 60_000);

  it('stays silent while paused and goes on where it was', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    await world.harness.publish(bus, [aRecord({ key: 'K', type: world.type, version: 1 })]);
    await collector.until(1, world.patienceMs);
    await bus.control(collector.consumer, { action: 'pause' });
    await sleep(world.quietMs);
    await world.harness.publish(bus, [aRecord({ key: 'K', type: world.type, version: 2 })]);
    await sleep(world.quietMs);
    expect(versionsOf(collector, 'K')).toEqual([1]);
    await bus.control(collector.consumer, { action: 'resume' });
    await collector.until(2, world.patienceMs);
    expect(versionsOf(collector, 'K')).toEqual([1, 2]);
  }, 60_000);

  it('reads old events again from an offset, where it keeps them', async () => {
    if (!world.harness.features.retained) return;
    const bus = await world.open();
    const collector = await world.collect(bus);
    const history = world.history('K', 10);
    await world.harness.publish(bus, history);
    await collector.untilSettled(history, world.patienceMs);
    const fifth = collector.deliveries.filter(({ wanted }) => wanted)[4]?.offset ?? 0;
    collector.deliveries.length = 0;
    const control = { action: 'seek', source: 'booking', partition: partitionOf('K'), offset: fifth } as const;
    await bus.control(collector.consumer, control);
    await collector.until(5, world.patienceMs);
    expect(versionsOf(collector, 'K').slice(-5)).toEqual([6, 7, 8, 9, 10]);
  }, 60_000);
};
