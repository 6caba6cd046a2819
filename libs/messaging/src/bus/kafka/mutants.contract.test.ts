import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { mutantsContract } from '../../../proof/harness/failures';
import { NOTICES_DROPPED_ACKS } from '../../../proof/contract/mutants';
import { batchOf } from '../../../proof/harness/records';
import { createTopics, KafkaBus } from './kafka-bus';

describeWithBroker('kafka', 'Mutants of Kafka', (broker) => {
  const options = () => ({ brokers: broker().address.split(','), owner: 'mutants', onFatal: () => undefined });
  mutantsContract(
    'Kafka',
    async () => {
      await createTopics({ ...options(), sources: ['booking'] });
      return {
        features: { transactionalCursor: false, retained: true, durable: true },
        open: () => Promise.resolve(new KafkaBus(options())),
        publish: (bus, records) => bus.publish(batchOf(records)),
        settle: (feed, deliveries) => feed.ack(deliveries),
        close: () => Promise.resolve(),
      };
    },
    { patienceMs: 30_000, quietMs: 1_500, droppedAck: NOTICES_DROPPED_ACKS.repeating },
  );
});
