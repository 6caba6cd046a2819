import { deliveryContract } from './delivery';
import { positionsContract } from './positions';
import { processesContract } from './processes';
import { replaysContract } from './replays';
import { runtimeContract } from './runtime';
import type { BusHarness, ContractOptions } from './world';
import { World } from './world';

export type { BusHarness, ContractOptions } from './world';

/**
 * What every bus promises ({@link Bus}), as tests. Each uses consumers and event types of its own, so that one broker that
 * keeps events may serve the whole suite.
 */
export const busContract = (name: string, start: () => Promise<BusHarness>, options: ContractOptions = {}): void => {
  describe(`${name} keeps the bus contract:`, () => {
    const world = new World(options);
    beforeAll(() => world.start(start), 120_000);
    beforeEach(() => world.begin());
    afterEach(() => world.end(), 120_000);
    afterAll(() => world.stop(), 120_000);
    deliveryContract(world);
    positionsContract(world);
    processesContract(world);
    runtimeContract(world);
    replaysContract(world);
  });
};
