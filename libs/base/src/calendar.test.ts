import fc from 'fast-check';
import {
  BANK_HOLIDAYS,
  addDays,
  addMonths,
  addWorkingDays,
  differenceInDays,
  isDay,
  isWorkingDay,
  londonDate,
  londonInstant,
  nights,
} from './calendar';

const HOUR = 3_600_000;
const aDay = fc.integer({ min: -20_000, max: 40_000 }).map((n) => addDays('2026-01-01', n));
const anInstant = fc.date({
  min: new Date('1996-01-01T00:00:00Z'),
  max: new Date('2099-12-31T23:59:59Z'),
  noInvalidDate: true,
});

/** Last Sunday of a month at 01:00 UTC: when British clocks change, by law since 1996. */
const change = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month, 0, 1));
  return last.getTime() - last.getUTCDay() * 24 * HOUR;
};
const isSummer = (instant: Date): boolean => {
  const year = instant.getUTCFullYear();
  return instant.getTime() >= change(year, 3) && instant.getTime() < change(year, 10);
};

describe('months', () => {
  it.each([
    ['2027-04-03', 3, '2027-07-03'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-05-15', 0, '2026-05-15'],
  ])('from %s by %d is %s', (day, n, expected) => expect(addMonths(day, n)).toBe(expected));
});

describe('days', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '26-01-01', '2026-1-1', '2026-01-01T00:00', ''])(
    'knows that %p is no day',
    (text) => {
      expect(isDay(text)).toBe(false);
      expect(() => addDays(text, 1)).toThrow(RangeError);
    },
  );

  it('knows leap days', () => {
    expect([isDay('2028-02-29'), isDay('2100-02-29')]).toEqual([true, false]);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('adds and takes away the same days, across both clock changes', () => {
    fc.assert(
      fc.property(aDay, fc.integer({ min: -5_000, max: 5_000 }), (day, n) => {
        const other = addDays(day, n);
        expect(differenceInDays(day, other)).toBe(n);
        expect(addDays(other, -n)).toBe(day);
        expect(other > day).toBe(n > 0);
      }),
    );
  });

  it('counts nights', () => expect(nights('2026-10-24', '2026-10-26')).toBe(2));
});

describe('London days', () => {
  it.each([
    ['2026-01-15T23:59:59.999Z', '2026-01-15'],
    ['2026-03-28T23:59:59.999Z', '2026-03-28'],
    ['2026-03-29T23:00:00.000Z', '2026-03-30'], // the first summer day ends an hour early
    ['2026-07-01T22:59:59.999Z', '2026-07-01'],
    ['2026-07-01T23:00:00.000Z', '2026-07-02'],
    ['2026-10-24T23:00:00.000Z', '2026-10-25'],
    ['2026-10-25T23:00:00.000Z', '2026-10-25'], // winter again: 25 hours long
    ['2026-10-26T00:00:00.000Z', '2026-10-26'],
  ])('calls %s the day %s', (instant, day) => expect(londonDate(new Date(instant))).toBe(day));

  it('agrees with the law on summer time at any instant', () => {
    fc.assert(
      fc.property(anInstant, (instant) => {
        const shifted = new Date(instant.getTime() + (isSummer(instant) ? HOUR : 0));
        expect(londonDate(instant)).toBe(shifted.toISOString().slice(0, 10));
      }),
    );
  });

  it('finds the instant of a London time', () => {
    expect(londonInstant('2026-01-05', '09:30').toISOString()).toBe('2026-01-05T09:30:00.000Z');
    expect(londonInstant('2026-07-05', '09:30').toISOString()).toBe('2026-07-05T08:30:00.000Z');
    expect(londonInstant('2026-03-29', '00:59').toISOString()).toBe('2026-03-29T00:59:00.000Z');
    expect(londonInstant('2026-03-29', '02:00').toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  it('moves a time that the spring change skips on by an hour, and takes the first of two in autumn', () => {
    expect(londonInstant('2026-03-29', '01:30').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(londonInstant('2026-10-25', '01:30').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('puts every midnight and noon on the day they belong to', () => {
    const day = fc.integer({ min: 0, max: 36_000 }).map((n) => addDays('1996-01-01', n));
    fc.assert(
      fc.property(day, fc.constantFrom('00:00', '12:00', '23:59'), (on, time) => {
        expect(londonDate(londonInstant(on, time))).toBe(on);
      }),
    );
  });

  it.each(['24:00', '9:30', '09:60', 'noon'])('refuses the time %s', (time) => {
    expect(() => londonInstant('2026-01-01', time)).toThrow(RangeError);
  });
});

describe('working days', () => {
  it('skips weekends and bank holidays', () => {
    expect(isWorkingDay('2026-12-24')).toBe(true);
    expect(isWorkingDay('2026-12-25')).toBe(false);
    expect(addWorkingDays('2026-12-24', 1)).toBe('2026-12-29'); // Boxing Day is a Saturday, kept on Monday the 28th
    expect(addWorkingDays('2026-12-29', -1)).toBe('2026-12-24');
    expect(addWorkingDays('2026-04-02', 2)).toBe('2026-04-08'); // Good Friday, a weekend, Easter Monday
  });

  it('leaves a day alone for none', () => expect(addWorkingDays('2026-12-25', 0)).toBe('2026-12-25'));
  it('refuses half a day', () => expect(() => addWorkingDays('2026-12-25', 0.5)).toThrow(RangeError));

  it('lands on a working day with exactly that many in between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 1, max: 60 }), (from, n) => {
        const start = addDays('2024-02-01', from);
        const end = addWorkingDays(start, n);
        const walked = Array.from({ length: differenceInDays(start, end) }, (_, i) => addDays(start, i + 1));
        expect(isWorkingDay(end)).toBe(true);
        expect(walked.filter((day) => isWorkingDay(day))).toHaveLength(n);
      }),
      { numRuns: 60 },
    );
  });
});

/** Anonymous Gregorian computus. */
const easterSunday = (year: number): string => {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const at = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(at / 31)).padStart(2, '0')}-${String((at % 31) + 1).padStart(2, '0')}`;
};
const weekday = (day: string) => new Date(day).getUTCDay();
const mondayOnOrAfter = (day: string) => addDays(day, (8 - weekday(day)) % 7);
const mondayOnOrBefore = (day: string) => addDays(day, -((weekday(day) + 6) % 7));
const substitute = (day: string, taken: string[] = []): string =>
  [0, 6].includes(weekday(day)) || taken.includes(day) ? substitute(addDays(day, 1), taken) : day;

describe('the bundled bank holidays', () => {
  it.each([2024, 2025, 2026, 2027, 2028])('are those of the law in %i', (year) => {
    const christmas = substitute(`${year}-12-25`, weekday(`${year}-12-25`) === 0 ? [`${year}-12-26`] : []);
    const expected = [
      substitute(`${year}-01-01`),
      addDays(easterSunday(year), -2),
      addDays(easterSunday(year), 1),
      mondayOnOrAfter(`${year}-05-01`),
      mondayOnOrBefore(`${year}-05-31`),
      mondayOnOrBefore(`${year}-08-31`),
      christmas,
      substitute(`${year}-12-26`, [christmas]),
    ].sort();
    expect([...BANK_HOLIDAYS].filter((day) => day.startsWith(String(year)))).toEqual(expected);
  });
});
