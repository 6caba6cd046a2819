import { busContract } from './bus.contract';
import { ChaosBus } from '../harness/chaos-bus';
import { InMemoryBroker, InMemoryBus } from '../harness/in-memory-bus';
import { batchOf } from '../harness/records';

busContract(
  'the in-memory bus',
  async () => {
    const broker = new InMemoryBroker();
    return {
      features: new InMemoryBus().features,
      open: async () => new InMemoryBus(broker),
      busFor: async () => new InMemoryBus(broker),
      publish: (bus, records) => bus.publish(batchOf(records)),
      settle: (feed, deliveries) => feed.ack(deliveries),
      close: async () => {},
    };
  },
  { patienceMs: 10_000, quietMs: 20 },
);

busContract(
  'the in-memory bus with copies and another order between keys',
  async () => {
    const broker = new InMemoryBroker();
    return {
      features: new InMemoryBus().features,
      open: async () => new ChaosBus(new InMemoryBus(broker), { seed: 7 }),
      busFor: async () => new ChaosBus(new InMemoryBus(broker), { seed: 8 }),
      publish: (bus, records) => bus.publish(batchOf(records)),
      settle: (feed, deliveries) => feed.ack(deliveries),
      close: async () => {},
    };
  },
  { patienceMs: 10_000, quietMs: 20 },
);
