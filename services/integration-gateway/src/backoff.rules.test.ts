import { backoffSeconds } from './backoff.rules';

describe('the wait before the next attempt', () => {
  it.each([
    [1, 1],
    [2, 10],
    [3, 60],
    [4, 600],
    [5, 600],
    [50, 600],
  ])('after failure %i is about %i seconds', (attempt, seconds) => {
    expect(backoffSeconds(attempt, 0)).toBeCloseTo(seconds * 0.8);
    expect(backoffSeconds(attempt, 0.5)).toBeCloseTo(seconds);
    expect(backoffSeconds(attempt, 0.999)).toBeLessThan(seconds * 1.2);
  });

  it('is at least what the other side asked for', () => {
    expect(backoffSeconds(1, 0.5, 30)).toBe(30);
    expect(backoffSeconds(3, 0.5, 30)).toBeCloseTo(60);
  });
});
