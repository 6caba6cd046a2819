import { relays } from './broken-relays';
import { runVariant } from './run-variant';

const { ours, ...broken } = relays;

/** Long enough in practice; tried again because a race may not happen in one short run on a busy machine. */
const caughtWithin = async (relay: (typeof relays)[keyof typeof relays], tries: number): Promise<number> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { lost, inverted } = await runVariant(relay, { seconds: 3 });
    if (lost + inverted > 0) return lost + inverted;
  }
  return 0;
};

describe('the stress suite', () => {
  it.each(Object.entries(broken))(
    'catches a relay with a %s',
    async (_name, relay) => {
      expect(await caughtWithin(relay, 5)).toBeGreaterThan(0);
    },
    120_000,
  );

  it('finds nothing wrong with ours under the same writers', async () => {
    const { events, ...faults } = await runVariant(ours, { seconds: 3 });
    expect(faults).toEqual({ lost: 0, inverted: 0, doubled: 0 });
    expect(events).toBeGreaterThan(100);
  }, 60_000);
});
