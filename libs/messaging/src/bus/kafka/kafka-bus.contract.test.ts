import { Logger } from '@nestjs/common';
import { type Admin, ConfigResourceTypes, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from '@throughcare/base/retry.rules';
import { counted } from '@throughcare/base/metrics';
import { busContract } from '../../../proof/contract/bus.contract';
import { Collector } from '../../../proof/harness/collector';
import { wireTo } from '../../../proof/harness/cut-wire';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { aRecord, batchOf } from '../../../proof/harness/records';
import { MALFORMED } from '../malformed';
import { receivedRecord } from '../received';
import { toMessage, topicOf } from './codec';
import { createTopics, KafkaBus, kafkaDrift } from './kafka-bus';

const SOURCES = ['booking', 'referral', 'assessment', 'passport', 'integration-gateway'];

describeWithBroker('kafka', 'Kafka', (broker) => {
  const options = () => ({ brokers: broker().address.split(','), owner: 'contract' });
  const gaveUp: Error[] = [];
  const open = () => Promise.resolve(new KafkaBus({ ...options(), onFatal: (error) => gaveUp.push(error) }));
  // Thrown where it is told, it would be caught by kafkajs and seen by nobody.
  afterEach(() => expect(gaveUp.splice(0)).toEqual([]));

  busContract(
    'Kafka',
    async () => {
      await createTopics({ ...options(), sources: SOURCES });
      return {
        features: { transactionalCursor: false, retained: true, durable: true },
        open,
        busFor: open,
        publish: (bus, records) => bus.publish(batchOf(records)),
        settle: (feed, deliveries) => feed.ack(deliveries),
        mostBytes: 32 * 1_048_576,
        ...(broker().isOurs && {
          interrupt: async () => {
            await broker().fault('stop 1');
            await broker().fault('start 1');
          },
        }),
        close: () => Promise.resolve(),
      };
    },
    { patienceMs: 120_000, quietMs: 1_500 },
  );

  describe('a consumer on Kafka', () => {
    const closing: (() => Promise<void>)[] = [];
    afterEach(async () => void (await Promise.all(closing.splice(0).map((close) => close()))));

    const start = async (over: { type?: string; deliver?: () => void } = {}) => {
      const bus = new KafkaBus(options());
      closing.push(() => bus.close());
      const { type = `test.${randomUUID()}` } = over;
      const collector = new Collector({
        consumer: type,
        types: [type],
        settle: (feed, deliveries) => feed.ack(deliveries),
      });
      if (over.deliver) Object.assign(collector, { deliver: over.deliver });
      collector.feed = await bus.subscribe(collector);
      return { bus, type, collector };
    };

    const until = async <T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> => {
      for (const end = Date.now() + 120_000; Date.now() < end; await sleep(50)) {
        const found = await look();
        if (found !== undefined) return found;
      }
      throw new Error('Nothing came');
    };

    /** All messages of the topic as the broker keeps them. */
    const everything = async () => {
      const messages: KafkaMessage[] = [];
      const kafka = new Kafka({ brokers: options().brokers, logLevel: logLevel.NOTHING });
      const consumer = kafka.consumer({ groupId: randomUUID() });
      closing.push(() => consumer.disconnect());
      await consumer.subscribe({ topic: topicOf('booking'), fromBeginning: true });
      await consumer.run({ eachMessage: async ({ message }) => void messages.push(message) });
      return messages;
    };

    it('cannot subscribe while no broker can be reached, which is an outage, and can when one is back', async () => {
      const wire = await wireTo(`http://${options().brokers[0]}`);
      closing.push(() => wire.close());
      const bus = new KafkaBus({ ...options(), brokers: [wire.address.slice('http://'.length)] });
      closing.unshift(() => bus.close());
      const type = `test.${randomUUID()}`;
      const collector = new Collector({ consumer: type, types: [type] });
      const back = wire.cut(15_000); // longer than kafkajs tries
      const failure = await bus.subscribe(collector).catch(classify);
      expect(failure).toEqual({ errorClass: 'transient', code: 'KAFKA_UNAVAILABLE' });
      await back;
      collector.feed = await bus.subscribe(collector);
      const record = aRecord({ key: 'K', type });
      await bus.publish(batchOf([record]));
      await collector.until(1, 120_000);
      expect(collector.records).toEqual([record]);
    }, 180_000);

    it('gives up for good, and the process with it, when kafkajs does: after a bug in our own receiving', async () => {
      const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never);
      const { bus, type } = await start({
        deliver: () => {
          throw new TypeError('of a bug');
        },
      });
      await bus.publish(batchOf([aRecord({ key: 'K', type })]));
      await until(() => exit.mock.calls[0]);
      expect(exit).toHaveBeenCalledWith(1);
      exit.mockRestore();
    }, 180_000);

    it('gives a message the time of its sending: counted from its event’s, retention would delete an old one unread', async () => {
      const { bus, type, collector } = await start();
      const messages = await everything();
      const record = aRecord({ key: 'K', type, occurredAt: '2019-03-04T10:00:00.000Z' });
      const before = Date.now();
      await bus.publish(batchOf([record]));
      await collector.until(1, 120_000);
      expect(collector.records).toEqual([record]);
      const sent = await until(() => messages.find(({ headers }) => String(headers?.['id']) === record.id));
      expect(Number(sent.timestamp)).toBeGreaterThanOrEqual(before);
    }, 180_000);

    it('tells when Kafka deleted events while the consumer was away', async () => {
      const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
      const { bus, type, collector } = await start();
      const records = Array.from({ length: 6 }, (_, n) => aRecord({ key: 'K', type, version: n + 1 }));
      await bus.publish(batchOf(records.slice(0, 2)));
      await collector.until(2, 120_000);
      let behind = await collector.feed?.lag?.();
      for (const end = Date.now() + 60_000; behind !== 0 && Date.now() < end; await sleep(50))
        behind = await collector.feed?.lag?.();
      expect(behind).toBe(0);
      await bus.close();
      const away = new KafkaBus(options());
      closing.push(() => away.close());
      await away.publish(batchOf(records.slice(2)));
      const admin = new Kafka({ brokers: options().brokers, logLevel: logLevel.NOTHING }).admin();
      await admin.connect();
      const { partition } = aRecord({ key: 'K' });
      const kept = async () =>
        (await admin.fetchTopicOffsets(topicOf('booking'))).find((each) => each.partition === partition);
      const low = Number((await kept())?.high) - 1;
      await admin.deleteTopicRecords({
        topic: topicOf('booking'),
        partitions: [{ partition, offset: String(low) }],
      });
      await admin.disconnect();
      const before = counted('offset_gaps');
      const back = await start({ type });
      await back.collector.until(1, 120_000);
      expect(back.collector.firstCopies).toEqual(records.slice(-1));
      // From where on is known unless kafkajs was quicker than the check and has committed "from the earliest".
      const told = new RegExp(`offsets (${low - 3} to ${low - 1}|below ${low}) of throughcare.booking/${partition} `);
      await until(() => said.mock.calls.flat().find((line) => told.test(String(line))));
      expect(counted('offset_gaps')).toBeGreaterThan(before);
      said.mockRestore();
    }, 300_000);

    const admin = async <T>(work: (client: Admin) => Promise<T>): Promise<T> => {
      const client = new Kafka({ brokers: options().brokers, logLevel: logLevel.NOTHING }).admin();
      await client.connect();
      return work(client).finally(() => client.disconnect());
    };

    it('F-077: is moved to the beginning, to the end and to a moment, and the group with it', async () => {
      const { bus, type, collector } = await start();
      const records = Array.from({ length: 6 }, (_, n) => aRecord({ key: 'K', type, version: n + 1 }));
      await bus.publish(batchOf(records.slice(0, 3)));
      await collector.until(3, 120_000);
      await sleep(1_500);
      const between = new Date().toISOString();
      await bus.publish(batchOf(records.slice(3)));
      await collector.until(6, 120_000);
      await until(async () => ((await collector.feed?.lag?.()) === 0 ? true : undefined));
      const versionsAfter = async (to: string, count: number) => {
        collector.deliveries.length = 0;
        await bus.reset(type, to);
        await collector.until(count, 120_000);
        return collector.firstCopies.map(({ version }) => version);
      };
      expect((await bus.resetPlan(type, between)).back).toBeGreaterThanOrEqual(3);
      expect(await versionsAfter(between, 3)).toEqual([4, 5, 6]);
      expect(await versionsAfter('earliest', 6)).toEqual([1, 2, 3, 4, 5, 6]);
      await bus.close();
      // What nobody has read is left out for good, also by the process after this one.
      const writer = new KafkaBus(options());
      closing.push(() => writer.close());
      const quiet = await start({ type, deliver: () => undefined });
      await until(() => (quiet.collector.feed ? true : undefined));
      await quiet.bus.reset(type, 'latest');
      await quiet.bus.close();
      const last = await start({ type });
      await writer.publish(batchOf([aRecord({ key: 'K', type, version: 7 })]));
      await last.collector.until(1, 120_000);
      expect(last.collector.firstCopies.map(({ version }) => version)).toEqual([7]);
    }, 300_000);

    it('F-026: ends no process when the cluster compresses a topic with lz4, names it, and so does the check', async () => {
      const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
      const topic = topicOf('passport');
      const compress = (value: string) =>
        admin((client) =>
          client.alterConfigs({
            validateOnly: false,
            resources: [
              { type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name: 'compression.type', value }] },
            ],
          }),
        );
      const check = () => kafkaDrift({ ...options(), sources: SOURCES });
      expect(await check()).toEqual([]);
      await compress('lz4');
      const type = `test.${randomUUID()}`;
      const bus = await open();
      closing.push(() => bus.close());
      const collector = new Collector({ consumer: type, types: [type], sources: ['passport'] });
      collector.feed = await bus.subscribe(collector);
      const event = aRecord({
        key: 'K',
        type,
        source: 'passport',
        payload: JSON.stringify({ text: 'x'.repeat(10_000) }),
      });
      await bus.publish(batchOf([event]));
      await until(() => (collector.feed?.isBlocked ? true : undefined));
      const named = new RegExp(`${topic} has compression.type=lz4`);
      await until(() => said.mock.calls.flat().find((line) => named.test(String(line))));
      expect(await check()).toEqual([expect.stringMatching(named)]);
      await compress('producer');
      expect(await check()).toEqual([]);
      said.mockRestore();
    }, 300_000);

    it('F-019: puts hostile messages away and goes on with their partition', async () => {
      const { bus, type, collector } = await start();
      const good = aRecord({ key: 'K', type });
      const producer = new Kafka({ brokers: options().brokers, logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      const hostile = [
        { id: '42' },
        { aggregateversion: 'abc' },
        { time: '9999-99-01T00:00:00.000Z' },
        { correlationid: 'a\0' },
      ];
      const { headers = {} } = toMessage(good);
      const messages = hostile.map((part) => ({ ...toMessage(good), headers: { ...headers, ...part } }));
      await producer.send({
        topic: topicOf('booking'),
        messages: [
          ...messages,
          { key: 'a\0b', value: 'abc\0def', partition: good.partition },
          { key: 'K', value: null, partition: good.partition },
        ],
      });
      await producer.disconnect();
      await bus.publish(batchOf([good]));
      await until(() => collector.records.find(({ id }) => id === good.id));
      const put = collector.records.filter(
        (record) => record.type === MALFORMED && record.partition === good.partition,
      );
      expect(put.length).toBeGreaterThanOrEqual(6);
      for (const record of put) expect(receivedRecord(record)).toEqual(record);
    }, 180_000);

    it('makes a record that ends as a dead letter of a message that nobody can read', async () => {
      const { collector } = await start();
      const producer = new Kafka({ brokers: options().brokers, logLevel: logLevel.NOTHING }).producer();
      await producer.connect();
      const payload = randomUUID();
      const partition = 5;
      const message = { key: 'somebody', value: payload, partition };
      await producer.send({ topic: topicOf('booking'), messages: [message] });
      await producer.disconnect();
      const found = await until(() =>
        collector.records.find((record) => record.payload === Buffer.from(payload).toString('base64')),
      );
      expect(found).toMatchObject({ type: MALFORMED, key: 'somebody', source: 'booking', partition });
    }, 180_000);
  });
});
