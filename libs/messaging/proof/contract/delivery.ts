/* eslint-disable max-lines-per-function -- a suite of tests, exported so that every adapter runs it */
import { randomUUID } from 'node:crypto';
import { LARGEST_PAYLOAD_BYTES } from '#src/publish/event-record';
import { partitionOf } from '#src/partition';
import { aRecord } from '../harness/records';
import type { World } from './world';
import { upTo, versionsOf } from './world';

/** What arrives, and that it is what was sent. */
export const deliveryContract = (world: World): void => {
  const { it } = world;
  it('brings an event as it was, whatever its text', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const sent = aRecord({
      key: 'Żółw-🦊',
      type: world.type,
      version: 7,
      payload: JSON.stringify({ text: 'naïve "quotes" \\ \u0001 🦊', big: 9_007_199_254_740_993n.toString() }),
      headers: {
        dataschema: `urn:throughcare:event:${world.type}:1`,
        correlationid: 'ü',
        causationid: randomUUID(),
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
    });
    await world.harness.publish(bus, [sent]);
    await collector.until(1, world.patienceMs);
    expect(collector.firstCopies).toEqual([sent]);
  }, 30_000);

  it('brings an event without causation and trace as one without them', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const sent = aRecord({ key: 'K', type: world.type });
    await world.harness.publish(bus, [sent]);
    await collector.until(1, world.patienceMs);
    expect(Object.keys(collector.firstCopies[0]?.headers ?? {}).sort()).toEqual(['correlationid', 'dataschema']);
  }, 30_000);

  it('carries an event of 200 kB', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const payload = JSON.stringify({ text: 'x'.repeat(200_000) });
    await world.harness.publish(bus, [aRecord({ key: 'K', type: world.type, payload })]);
    await collector.until(1, world.patienceMs);
    expect(collector.firstCopies[0]?.payload).toHaveLength(payload.length);
  }, 30_000);

  it('brings text in every script, what only looks like text, and bytes in base64', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const texts = [
      '\u0000\u0007\u001b',
      '\ufffe\uffff\u2028\u2029',
      '\ud800',
      '👩🏽‍🦰 ﷽ שלום नमस्ते',
      'e\u0301é',
      '</script>&amp;%00',
    ];
    const contents = [...texts.map((text) => ({ text })), { content: bytes.toString('base64') }];
    const records = contents.map((content, at) =>
      aRecord({ key: `key-${at}`, type: world.type, payload: JSON.stringify(content) }),
    );
    await world.harness.publish(bus, records);
    await collector.until(records.length, world.patienceMs);
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    expect([...collector.firstCopies].sort(byId)).toEqual([...records].sort(byId));
  }, 30_000);

  it('carries large events of one key together in one batch, in order', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const payload = JSON.stringify({ text: 'x'.repeat(200_000) });
    await world.harness.publish(bus, world.history('K', 10, { payload }));
    await collector.until(10, world.patienceMs);
    expect(versionsOf(collector, 'K')).toEqual(upTo(10));
  }, 60_000);

  it('carries events at the size where its messages end, one byte over it, and the largest that can be appended', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const sizes = [...(world.harness.edges?.(aRecord({ key: 'K', type: world.type })) ?? []), LARGEST_PAYLOAD_BYTES];
    const sent = sizes.map((size, at) =>
      aRecord({ key: 'K', type: world.type, version: at + 1, payload: `"${'x'.repeat(size - 2)}"` }),
    );
    for (const record of sent) await world.harness.publish(bus, [record]);
    await collector.until(sent.length, world.patienceMs);
    expect(collector.firstCopies.map(({ payload }) => payload.length)).toEqual(sizes);
  }, 60_000);

  it('keeps the order of every key over many batches', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const histories = keys.map((key) => world.history(key, 50));
    for (let at = 0; at < 50; at += 10) {
      await world.harness.publish(
        bus,
        histories.flatMap((each) => each.slice(at, at + 10)),
      );
    }
    await collector.until(1_000, world.patienceMs);
    for (const key of keys) expect(versionsOf(collector, key)).toEqual(upTo(50));
  }, 60_000);

  it('brings a key always in the same partition, Kafka’s', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    await world.harness.publish(
      bus,
      ['a', 'b', 'c'].flatMap((key) => world.history(key, 3)),
    );
    await collector.until(9, world.patienceMs);
    for (const record of collector.records) expect(record.partition).toBe(partitionOf(record.key));
  }, 30_000);

  it('settles a batch once it is safe, and only then', async () => {
    const bus = await world.open();
    const records = world.history('K', 3);
    let settled = 0;
    await bus.publish({
      source: 'booking',
      size: records.length,
      records: async () => records,
      settle: async (accepted = records) => {
        settled += accepted.length;
      },
    });
    expect(settled).toBe(3);
  }, 30_000);

  it('says so when a batch could not be settled', async () => {
    const bus = await world.open();
    const records = world.history('K', 1);
    const refused = bus.publish({
      source: 'booking',
      size: 1,
      records: async () => records,
      settle: () => Promise.reject(new Error('database away')),
    });
    await expect(refused).rejects.toThrow('database away');
  }, 30_000);

  it('moves past types nobody wants without bringing them', async () => {
    const bus = await world.open();
    const collector = await world.collect(bus);
    await world.harness.publish(bus, [
      ...world.history('K', 3, { type: `unwanted.${world.type}` }),
      aRecord({ key: 'K', type: world.type, version: 4 }),
      ...world.history('K', 2, { type: `unwanted.${world.type}` }),
    ]);
    await collector.until(1, world.patienceMs);
    expect(collector.records.map(({ version }) => version)).toEqual([4]);
  }, 30_000);
};
