import { deliveryContract } from './contract/delivery';
import { positionsContract } from './contract/positions';
import { processesContract } from './contract/processes';
import { World, type Register } from './contract/world';
import { InMemoryBroker, InMemoryBus } from './in-memory-bus';
import { mutants } from './mutants';
import { batchOf } from './records';
import type { Bus } from '../bus';

interface Case {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const PATIENCE_MS = 1_000;

/** Runs the contract suite (or one case) on a bus as Jest would, and returns the titles of the cases that failed. */
const failuresOf = async (change: (bus: Bus) => Bus, options: { patienceMs: number; only?: string }) => {
  const cases: Case[] = [];
  const register: Register = (title, run) => void cases.push({ title, run });
  const world = new World({ patienceMs: options.patienceMs, quietMs: 20, it: register });
  const broker = new InMemoryBroker();
  await world.start(async () => ({
    features: new InMemoryBus().features,
    open: async () => change(new InMemoryBus(broker)),
    publish: (bus, records) => bus.publish(batchOf(records)),
    settle: (feed, deliveries) => feed.ack(deliveries),
    close: async () => {},
  }));
  for (const contract of [deliveryContract, positionsContract, processesContract]) contract(world);
  const failed: string[] = [];
  for (const { title, run } of cases.filter((each) => each.title === (options.only ?? each.title))) {
    world.begin();
    await run().catch(() => failed.push(title));
    await world.end();
  }
  return failed;
};

describe('the bus contract suite, so that it can be believed,', () => {
  it('passes on a bus that keeps its promises', async () => {
    expect(await failuresOf((bus) => bus, { patienceMs: 10_000 })).toEqual([]);
  }, 60_000);

  it.each(mutants(PATIENCE_MS))(
    'fails on a bus that $breach',
    async ({ change, noticedBy: only }) => {
      expect(await failuresOf(change, { patienceMs: PATIENCE_MS, only })).toEqual([only]);
    },
    60_000,
  );
});
