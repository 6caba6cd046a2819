import { busContract } from '../testing/bus.contract';
import { startBroker } from '../testing/brokers';
import { batchOf } from '../testing/records';
import { createTopics, KafkaBus } from './kafka-bus';

busContract(
  'Kafka',
  async () => {
    const broker = await startBroker('kafka');
    const options = { brokers: broker.address.split(','), owner: 'contract' };
    await createTopics({
      ...options,
      sources: ['booking', 'referral', 'assessment', 'passport', 'integration-gateway'],
    });
    const fail = (error: Error) => {
      throw error;
    };
    return {
      features: { transactionalCursor: false, retained: true, durable: true },
      open: () => Promise.resolve(new KafkaBus({ ...options, onFatal: fail })),
      publish: (bus, records) => bus.publish(batchOf(records)),
      settle: (feed, deliveries) => feed.ack(deliveries),
      interrupt: async () => {
        await broker.fault('stop 1');
        await broker.fault('start 1');
      },
      close: () => broker.stop(),
    };
  },
  { patienceMs: 30_000, quietMs: 1_500 },
);
