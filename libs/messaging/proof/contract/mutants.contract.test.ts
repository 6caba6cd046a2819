import type { BusHarness } from './world';
import { failuresOf } from '../harness/failures';
import { InMemoryBroker, InMemoryBus } from '../harness/in-memory-bus';
import { mutants } from './mutants';
import { batchOf } from '../harness/records';

const PATIENCE_MS = 1_000;

const start = async (): Promise<BusHarness> => {
  const broker = new InMemoryBroker();
  return {
    features: new InMemoryBus().features,
    open: async () => new InMemoryBus(broker),
    publish: (bus, records) => bus.publish(batchOf(records)),
    settle: (feed, deliveries) => feed.ack(deliveries),
    close: async () => {},
  };
};

describe('the bus contract suite, so that it can be believed,', () => {
  it('passes on a bus that keeps its promises', async () => {
    expect(await failuresOf(start, (bus) => bus, { patienceMs: 10_000 })).toEqual([]);
  }, 60_000);

  it.each(mutants(PATIENCE_MS))(
    'fails on a bus that $breach',
    async ({ change, noticedBy: only }) => {
      expect(await failuresOf(start, change, { patienceMs: PATIENCE_MS, only: [only] })).toEqual([only]);
    },
    60_000,
  );
});
