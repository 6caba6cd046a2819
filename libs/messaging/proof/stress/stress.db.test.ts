import { runStress } from './run-stress';

describe('services under stress', () => {
  it('lose, invert and double nothing while processes are killed, stopped and started', async () => {
    const { events, ...faults } = await runStress({ runs: 1, seconds: 6 });
    expect(faults).toEqual({ runs: 1, lost: 0, inverted: 0, doubled: 0 });
    expect(events).toBeGreaterThan(100);
  }, 120_000);
});
