import { addDays, BANK_HOLIDAYS } from '@throughcare/base/calendar';
import fc from 'fast-check';
import {
  MAX_NIGHTS,
  clash,
  closedFor,
  occupiedPeriod,
  overlapDays,
  overlaps,
  refusalOf,
  toRange,
  unbookableDates,
} from './occupancy.rules';

const stay = (arrivalDate: string, departureDate: string) => ({ arrivalDate, departureDate });
const BEDSPACE = {
  id: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
  startDate: '2026-01-05',
  endDate: null as string | null,
};
const TODAY = '2026-03-02';

describe('the period a stay occupies', () => {
  it.each([
    ['ends on the day of departure without a turnaround', '2026-03-06', 0, '2026-03-06'],
    ['adds working days to a departure on a Monday', '2026-03-02', 2, '2026-03-04'],
    ['skips the weekend after a departure on a Friday', '2026-03-06', 2, '2026-03-10'],
    ['counts from a departure on a Saturday', '2026-03-07', 1, '2026-03-09'],
    ['skips Good Friday, the weekend and Easter Monday', '2026-04-02', 1, '2026-04-07'],
    ['skips Christmas, Boxing Day and New Year', '2026-12-24', 5, '2027-01-05'],
  ])('%s', (_, departure, days, end) => {
    expect(occupiedPeriod(stay('2026-02-01', departure), days, BANK_HOLIDAYS)).toEqual({ from: '2026-02-01', to: end });
  });

  it('is written as Postgres writes closed ranges', () => {
    expect(toRange({ from: '2026-03-02', to: '2026-03-04' })).toBe('[2026-03-02,2026-03-04]');
  });
});

describe('two periods', () => {
  const march = { from: '2026-03-02', to: '2026-03-10' };
  it.each([
    ['clash when one ends on the day the other begins', '2026-03-10', '2026-03-20', true],
    ['do not clash when one begins the day after', '2026-03-11', '2026-03-20', false],
    ['clash when one ends on the first day of the other', '2026-02-01', '2026-03-02', true],
    ['do not clash when one ends the day before', '2026-02-01', '2026-03-01', false],
    ['clash when one lies within the other', '2026-03-05', '2026-03-05', true],
  ])('%s', (_, from, to, expected) => {
    expect(overlaps(march, { from, to })).toBe(expected);
    expect(overlaps({ from, to }, march)).toBe(expected);
  });

  it('overlap by the days that both have', () => {
    expect(overlapDays(march, { from: '2026-03-09', to: '2026-03-20' })).toBe(2);
    expect(overlapDays(march, { from: '2026-03-11', to: '2026-03-20' })).toBe(0);
  });

  it('agree with a comparison day by day, whatever the dates', () => {
    const period = fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 }))
      .map(([start, length]) => ({ from: addDays('2026-01-01', start), to: addDays('2026-01-01', start + length) }));
    const days = ({ from, to }: { from: string; to: string }) => {
      const all: string[] = [];
      for (let day = from; day <= to; day = addDays(day, 1)) all.push(day);
      return all;
    };
    fc.assert(
      fc.property(period, period, (a, b) => {
        const shared = days(a).filter((day) => days(b).includes(day)).length;
        expect(overlaps(a, b)).toBe(shared > 0);
        expect(overlapDays(a, b)).toBe(shared);
      }),
    );
  });
});

describe('dates that may be booked', () => {
  it('may be a single day, today', () => {
    expect(unbookableDates(stay(TODAY, TODAY), TODAY)).toBeUndefined();
  });

  it.each([
    ['a departure before the arrival', '2026-03-10', '2026-03-09', 'beforeBookingArrivalDate'],
    ['a stay that is over', '2026-02-01', '2026-03-01', 'departureDateInPast'],
    ['85 nights', '2026-03-02', '2026-05-26', 'exceedsMaximumNights'],
    ['a slip of the keyboard', '2062-03-02', '2062-03-03', 'invalid'],
  ])('are not %s', (_, arrival, departure, errorType) => {
    expect(unbookableDates(stay(arrival, departure), TODAY)?.details.invalidParams).toMatchObject([
      { propertyName: '$.departureDate', errorType },
    ]);
  });

  it('reach up to 84 nights', () => {
    expect(unbookableDates(stay(TODAY, addDays(TODAY, MAX_NIGHTS)), TODAY)).toBeUndefined();
  });
});

describe('an open bedspace', () => {
  it('takes a stay from its first day', () => {
    expect(closedFor(BEDSPACE, stay('2026-01-05', '2026-01-06'))).toBeUndefined();
  });

  it('refuses an arrival before its first day', () => {
    expect(closedFor(BEDSPACE, stay('2026-01-04', '2026-01-06'))?.details.invalidParams).toEqual([
      {
        propertyName: '$.arrivalDate',
        errorType: 'bookingArrivalDateBeforeBedspaceStartDate',
        entityId: BEDSPACE.id,
        value: '2026-01-05',
      },
    ]);
  });

  it('takes a departure on the day it is archived and no later one', () => {
    const archived = { ...BEDSPACE, endDate: '2026-03-20' };
    expect(closedFor(archived, stay('2026-03-02', '2026-03-20'))).toBeUndefined();
    const refused = closedFor(archived, stay('2026-03-02', '2026-03-21'));
    expect(refused?.kind).toBe('conflict');
    expect(refused?.details.detail).toMatch(/^BedSpace is archived from 2026-03-20 .*: c2f54d6e-[-0-9a-f]+$/);
  });

  it('closes with its premises', () => {
    const premises = { endDate: '2026-03-19' };
    expect(refusalOf(stay('2026-03-02', '2026-03-20'), BEDSPACE, premises, TODAY)?.code).toBe('BEDSPACE_ARCHIVED');
    expect(refusalOf(stay('2026-03-02', '2026-03-19'), BEDSPACE, premises, TODAY)).toBeUndefined();
  });
});

describe('the refusal of a clash', () => {
  const blocker = { id: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11', from: '2026-03-02', to: '2026-03-10' };

  it('ends with the id of the booking in the way', () => {
    const { kind, details } = clash({ ...blocker, kind: 'booking' });
    expect(kind).toBe('conflict');
    expect(details.detail?.split(' ').at(-1)).toBe(blocker.id);
    expect(details.detail).not.toContain('Void');
  });

  it('says that a void is one', () => {
    expect(clash({ ...blocker, kind: 'void' }).details.detail).toMatch(/Void Bedspace.*: 7d1f3c52-[-0-9a-f]+$/);
  });
});
