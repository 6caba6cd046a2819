import { rolloutContract } from '../../../proof/contract/rollout';
import { describeWithBroker } from '../../../proof/harness/describe-with-broker';
import { createTopics, KafkaBus } from './kafka-bus';

describeWithBroker('kafka', 'Two releases on Kafka', (broker) => {
  const options = () => ({ brokers: broker().address.split(','), owner: 'rollout' });
  beforeAll(() => createTopics({ ...options(), sources: ['booking', 'assessment'] }), 120_000);
  rolloutContract('Kafka', () => ({ bus: () => new KafkaBus(options()), isOwn: false }));
});
