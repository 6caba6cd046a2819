import { Evaluator, increaseOf } from './evaluate';
import { Scrapes } from './scrapes';
import { parsePromql } from './syntax';
import { alertRules } from './rules';

const booking = { service: 'booking', instance: 'booking-1' };
const S = 1_000;

/** One scrape every 15 s; undefined for one that failed. */
const scraped = (...texts: (string | undefined)[]) => {
  const scrapes = new Scrapes();
  texts.forEach((text, n) => scrapes.add(booking, n * 15 * S, text));
  const at = (texts.length - 1) * 15 * S;
  const evaluator = new Evaluator(scrapes);
  return (expression: string) => evaluator.vector(parsePromql(expression), at).map(({ value }) => value);
};

describe('PromQL, as far as our rules go', () => {
  it('gives no increase to a series of one value, and none to a series that begins above 0', () => {
    expect(scraped('a 1')('increase(a[10m])')).toEqual([]);
    expect(scraped('', 'a 1', 'a 1', 'a 1')('increase(a[10m])')).toEqual([0]);
    expect(scraped('', 'a 1', 'a 1')('increase(a[10m]) > 0')).toEqual([]);
    expect(scraped('a 0', 'a 1')('increase(a[10m]) > 0')).toEqual([1]);
  });

  it('stretches an increase to the borders of its window, and counts what a restart hid', () => {
    const point = (at: number, value: number) => ({ at: at * S, value });
    const points = [point(15, 10), point(30, 20), point(45, 30), point(60, 40)];
    expect(increaseOf(points, 0, 60 * S)).toBeCloseTo(40, 9);
    expect(increaseOf(points.slice(0, 2), 0, 300 * S)).toBeCloseTo((10 * (15 + 15 + 7.5)) / 15, 9);
    expect(increaseOf([point(15, 5), point(30, 1), point(45, 2)], 15 * S, 45 * S)).toBeCloseTo(2, 9);
  });

  it('ends a series in the first scrape without it', () => {
    expect(scraped('a 1', 'b 1')('a')).toEqual([]);
    expect(scraped('a 1', 'b 1')('absent(a)')).toEqual([1]);
    expect(scraped('a 1', undefined)('up{job="throughcare"} == 0')).toEqual([0]);
    expect(scraped('a 1', undefined)('a')).toEqual([]);
  });

  it('joins, filters, groups and looks back', () => {
    const now = scraped('', ...Array.from({ length: 5 }, () => 'a{x="1",y="p"} 3\na{x="2",y="p"} 4\nb{x="1"} 2'));
    expect(now('a{x=~"1|3"}')).toEqual([3]);
    expect(now('a{x!="1"}')).toEqual([4]);
    expect(now('sum by (y) (a)')).toEqual([7]);
    expect(now('max(a) - min(a)')).toEqual([1]);
    expect(now('a unless on (x) b')).toEqual([4]);
    expect(now('a and on (x) b')).toEqual([3]);
    expect(now('sum by (x) (a) / sum by (x) (b)')).toEqual([1.5]);
    expect(now('a > 0 unless a offset 1m')).toEqual([3, 4].slice(0, 0));
    expect(now('a > 0 unless a offset 75s')).toEqual([3, 4]);
    expect(now('b > 5 or a == 4')).toEqual([4]);
    expect(now('1 + 2 * 3 - time()')).toEqual([7 - 75]);
    expect(now('3 < a')).toEqual([4]);
  });

  it('refuses what it does not understand', () => {
    for (const text of ['histogram_quantile(0.9, a)', 'a[5m', 'a +', 'sum without (x) (a)', 'a ? b'])
      expect(() => parsePromql(text)).toThrow();
    expect(() => scraped('a{x="1"} 1\na{x="2"} 1')('a / on () a')).toThrow('Several series');
  });

  it('understands every rule that is deployed', () => {
    for (const { expr } of alertRules()) expect(() => parsePromql(expr)).not.toThrow();
  });
});
