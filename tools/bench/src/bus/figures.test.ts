import { longestGapMs, ratePerSecond, recoveryFrom, together } from './figures';

const taken = (...pairs: [at: number, latency: number][]) => ({
  at: pairs.map(([at]) => at),
  latencyMs: pairs.map(([, latency]) => latency),
});

describe('figures', () => {
  it('join processes by time', () => {
    expect(together([taken([5, 1], [9, 2]), taken([7, 3])])).toEqual(taken([5, 1], [7, 3], [9, 2]));
  });

  it('give a rate from the first to the last, without what came first', () => {
    expect(ratePerSecond(taken([1_000, 0], [1_000, 0], [1_500, 0], [2_000, 0]))).toBe(2);
    expect(ratePerSecond(taken([1_000, 0]))).toBe(0);
    expect(ratePerSecond(taken())).toBe(0);
  });

  it('give a rate from the beginning of the work where that is known', () => {
    expect(ratePerSecond({ ...taken([1_500, 0], [1_500, 0], [2_000, 0]), since: 1_000 })).toBe(3);
  });

  it('find the longest time without an event', () => {
    expect(longestGapMs(taken([100, 0], [130, 0], [200, 0]), 90, 210)).toBe(70);
    expect(longestGapMs(taken([100, 0]), 90, 400)).toBe(300);
    expect(longestGapMs(taken(), 0, 50)).toBe(50);
  });

  it('tell the first event after an outage from the end of its backlog', () => {
    const outage = taken([900, 10], [1_200, 500], [1_700, 900], [1_900, 20]);
    expect(recoveryFrom(outage, 1_000)).toEqual({ firstMs: 200, caughtUpMs: 700 });
    expect(recoveryFrom(taken([1_300, 5]), 1_000)).toEqual({ firstMs: 300, caughtUpMs: 0 });
  });
});
