import type { Bus } from '#src/bus/bus';
import { deliveryContract } from '../contract/delivery';
import { positionsContract } from '../contract/positions';
import { processesContract } from '../contract/processes';
import { type BusHarness, type Register, World } from '../contract/world';
import { adapterMutants, type NOTICES_DROPPED_ACKS } from '../contract/mutants';

interface Case {
  readonly title: string;
  readonly run: () => Promise<void>;
}

const WITHOUT_SERVICES = [deliveryContract, positionsContract, processesContract];

export interface FailuresOptions {
  readonly patienceMs: number;
  readonly quietMs?: number;
  readonly only?: readonly string[];
  /** Which parts of the suite; default: what needs no services. */
  readonly contracts?: readonly ((world: World) => void)[];
}

/** Runs the contract suite (or some cases) on a changed bus as Jest would, and returns the titles of the cases that failed. */
export const failuresOf = async (
  start: () => Promise<BusHarness>,
  change: (bus: Bus) => Bus,
  { patienceMs, quietMs = 20, only, contracts = WITHOUT_SERVICES }: FailuresOptions,
): Promise<string[]> => {
  const cases: Case[] = [];
  const register: Register = (title, run) => void cases.push({ title, run });
  const world = new World({ patienceMs, quietMs, it: register });
  await world.start(async () => {
    const harness = await start();
    return { ...harness, open: async () => change(await harness.open()) };
  });
  for (const contract of contracts) contract(world);
  const failed: string[] = [];
  for (const { title, run } of cases.filter((each) => only?.includes(each.title) ?? true)) {
    world.begin();
    await run().catch(() => failed.push(title));
    await world.end();
  }
  return failed;
};

/** A guard counts once it has been seen to fail on the thing it guards: the suite on this very adapter. `start` is asked once. */
export const mutantsContract = (
  name: string,
  start: () => Promise<BusHarness>,
  options: {
    readonly patienceMs: number;
    readonly quietMs: number;
    readonly droppedAck: (typeof NOTICES_DROPPED_ACKS)[keyof typeof NOTICES_DROPPED_ACKS];
  },
): void => {
  describe(`F-089: the contract suite on ${name}, so that it can be believed,`, () => {
    const mutants = adapterMutants(options.patienceMs, options.droppedAck);
    let harness: BusHarness | undefined;
    const started = async () => (harness ??= await start());
    afterAll(() => harness?.close(), 120_000);

    it('passes where nothing is changed', async () => {
      const only = mutants.map(({ noticedBy }) => noticedBy);
      expect(await failuresOf(started, (bus) => bus, { ...options, only })).toEqual([]);
    }, 300_000);

    it.each(mutants)(
      'fails when the adapter $breach',
      async ({ change, noticedBy }) => {
        expect(await failuresOf(started, change, { ...options, only: [noticedBy] })).toEqual([noticedBy]);
      },
      300_000,
    );
  });
};
