import { rolloutContract } from '../../proof/contract/rollout';
import { InMemoryBroker, InMemoryBus } from '../../proof/harness/in-memory-bus';

rolloutContract('the embedded bus', () => ({ bus: () => 'postgres', isOwn: true }));

rolloutContract('the in-memory bus', () => {
  const broker = new InMemoryBroker();
  return { bus: () => new InMemoryBus(broker), isOwn: true };
});
