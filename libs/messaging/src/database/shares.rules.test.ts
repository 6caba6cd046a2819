import { shareOf } from './shares.rules';

describe('shareOf', () => {
  it('lets the only instance claim everything, starting at its own offset', () => {
    const { claim, atMost, release } = shareOf(64, 1, [], 60);
    expect(claim.slice(0, 6)).toEqual([60, 61, 62, 63, 0, 1]);
    expect(atMost).toBe(64);
    expect(release).toEqual([]);
  });

  it('gives back what is above the fair share when a second one joins', () => {
    const all = Array.from({ length: 64 }, (_, n) => n);
    expect(shareOf(64, 2, all, 0)).toEqual({ claim: [], atMost: 0, release: all.slice(32) });
  });

  it.each([1, 2, 3, 5, 7, 64, 100])('covers all partitions with %i instances', (instances) => {
    expect(shareOf(64, instances, [], 0).atMost * instances).toBeGreaterThanOrEqual(64);
  });

  it('claims only what it does not own', () => {
    expect(shareOf(4, 1, [1, 3], 1).claim).toEqual([2, 0]);
  });
});
