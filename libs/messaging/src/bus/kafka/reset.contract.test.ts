import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Collector } from '../../../proof/harness/collector';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { aRecord, batchOf } from '../../../proof/harness/records';
import { createTopics, KafkaBus } from './kafka-bus';

const PATIENCE_MS = 240_000;

describeWithBroker('kafka', 'A reset while partitions change hands on Kafka', (broker) => {
  const options = () => ({ brokers: broker().address.split(','), owner: 'reset' });
  const closing: KafkaBus[] = [];
  beforeAll(() => createTopics({ ...options(), sources: ['booking'] }), PATIENCE_MS);
  afterEach(async () => void (await Promise.all(closing.splice(0).map((bus) => bus.close()))), PATIENCE_MS);

  const until = async (what: () => boolean) => {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(20)) if (what()) return;
    throw new Error('It did not happen in time');
  };

  it(
    'F-077: moves what comes from a member that ends before its turn',
    async () => {
      const type = `test.${randomUUID()}`;
      const member = async () => {
        const bus = new KafkaBus(options());
        closing.push(bus);
        const collector = new Collector({
          consumer: type,
          types: [type],
          settle: (feed, deliveries) => feed.ack(deliveries),
        });
        collector.feed = await bus.subscribe(collector);
        return { bus, collector };
      };
      const [staying, leaving] = [await member(), await member()];
      const keys = Array.from({ length: 200 }, (_, at) => `key-${at}`);
      const records = keys.map((key) => aRecord({ key, type }));
      const ids = (collector: Collector) => new Set(collector.records.map(({ id }) => id));
      // Both have partitions: a third round of joins would blur which of them.
      await until(() => staying.collector.revoked.size > 0);
      await staying.bus.publish(batchOf(records));
      await until(() => new Set([...ids(staying.collector), ...ids(leaving.collector)]).size === records.length);
      expect(ids(leaving.collector).size).toBeGreaterThan(0);
      await staying.collector.untilSettled(staying.collector.records, PATIENCE_MS);
      await leaving.collector.untilSettled(leaving.collector.records, PATIENCE_MS);
      staying.collector.deliveries.length = 0;
      await staying.bus.reset(type, 'earliest');
      await leaving.bus.close(); // commits what it has settled, behind the reset
      await until(() => ids(staying.collector).size === records.length);
    },
    4 * PATIENCE_MS,
  );
});
