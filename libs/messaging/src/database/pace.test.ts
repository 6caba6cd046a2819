import { Pace } from './pace';

describe('a pace', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** The load that it says after two seconds of so many events a second, noted every few milliseconds. */
  const loadAt = async (perSecond: number, everyMs = 4) => {
    const pace = new Pace();
    for (let ms = 0; ms < 2_000; ms += everyMs) {
      await jest.advanceTimersByTimeAsync(everyMs);
      pace.note((perSecond * everyMs) / 1_000);
    }
    return pace.load;
  };

  it('is at rest in the beginning, and again soon after the last event', async () => {
    const pace = new Pace();
    expect(pace.load).toBe(0);
    pace.note(100_000);
    expect(pace.load).toBe(1);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(pace.load).toBeLessThan(0.01);
  });

  it('follows the rate, in proportion, up to 1', async () => {
    expect(await loadAt(50)).toBeCloseTo(0.03, 2);
    expect(await loadAt(500)).toBeCloseTo(0.31, 1);
    expect(await loadAt(1_000)).toBeCloseTo(0.62, 1);
    expect(await loadAt(2_000)).toBe(1);
  });

  it('says about the same of few large batches as of many small ones', async () => {
    expect(await loadAt(500, 20)).toBeCloseTo(await loadAt(500, 2), 1);
  });
});
