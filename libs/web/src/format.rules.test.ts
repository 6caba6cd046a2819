import { duration, instant, number, plainDay, plural, precise } from './format.rules';

describe('what pages show', () => {
  it.each([
    ['2027-03-02', '2 March 2027'],
    ['2027-02-31', '2027-02-31'],
    ['2 March', '2 March'],
    ['', ''],
  ])('%j is the day %j', (day, words) => expect(plainDay(day)).toBe(words));

  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [11_400, '3 h 10 min'],
    [86_400, '1 day'],
    [187_200, '2 days 4 h'],
    [-3, '0 s'],
    [null, 'not known'],
    [Number.NaN, 'not known'],
  ])('%p seconds are %s', (seconds, words) => expect(duration(seconds)).toBe(words));

  it('tells instants in London, in winter and in summer', () => {
    expect(instant('2026-03-02T15:20:05.123Z')).toBe('2 Mar 2026, 15:20:05');
    expect(instant('2026-09-02T23:20:05Z')).toBe('3 Sep 2026, 00:20:05');
    expect(instant('yesterday')).toBe('not known');
    expect(instant(null)).toBe('not known');
    expect(precise('2026-03-02T15:20:05.007Z')).toBe('2 Mar 2026, 15:20:05.007');
    expect(precise('yesterday')).toBe('not known');
  });

  it('counts', () => {
    expect(number(12_345.67)).toBe('12,345.7');
    expect(number(null)).toBe('not known');
    expect([plural(1, 'event'), plural(2, 'event'), plural(0, 'key')]).toEqual(['1 event', '2 events', '0 keys']);
  });
});
