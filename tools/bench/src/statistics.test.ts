import { median, quantile, spread } from './statistics';

describe('statistics', () => {
  it('takes values that happened', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([4, 1, 2, 3])).toBe(2);
    expect(
      quantile(
        Array.from({ length: 1000 }, (_, n) => n + 1),
        0.99,
      ),
    ).toBe(990);
    expect(quantile([7], 0.99)).toBe(7);
    expect(quantile([], 0.5)).toBe(0);
  });

  it('gives the spread as the worst distance from the median', () => {
    expect(spread([100, 90, 130])).toBe(30);
    expect(spread([])).toBe(0);
  });
});
