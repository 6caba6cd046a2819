import { BANK_HOLIDAYS, addDays, isWorkingDay, londonDate } from '@throughcare/base/calendar';
import fc from 'fast-check';
import { overdueBefore, waitingOf, workingDaysBetween } from './waiting.rules';

const waiting = (
  createdAt: string,
  now: string,
  status: 'unallocated' | 'ready_to_place' = 'unallocated',
  decidedAt?: string,
) =>
  waitingOf(
    { createdAt: new Date(createdAt), status, decidedAt: decidedAt ? new Date(decidedAt) : null },
    new Date(now),
    BANK_HOLIDAYS,
  );

describe('how long a referral waits', () => {
  it.each([
    ['on a Monday', '2027-03-01T10:00:00Z', '2027-03-08'],
    ['on a Saturday', '2027-03-06T10:00:00Z', '2027-03-12'],
    ['before Good Friday and Easter Monday', '2027-03-25T10:00:00Z', '2027-04-05'],
    ['before the clocks go forward, at 23:30', '2027-03-27T23:30:00Z', '2027-04-05'],
    ['in summer, at 23:30 UTC, which is the next day', '2027-06-06T23:30:00Z', '2027-06-14'],
    ['before the clocks go back, at 22:30 UTC, which is 23:30', '2027-10-30T22:30:00Z', '2027-11-05'],
    ['before Christmas and its substitutes', '2027-12-23T10:00:00Z', '2028-01-04'],
  ])('a referral that came %s is due five working days later', (_, createdAt, dueOn) => {
    expect(waiting(createdAt, createdAt)).toEqual({ dueOn, workingDaysWaited: 0, isOverdue: false });
  });

  it('is overdue from the day after, until somebody decides', () => {
    expect(waiting('2027-03-01T10:00:00Z', '2027-03-08T23:59:59Z')).toMatchObject({
      isOverdue: false,
      workingDaysWaited: 5,
    });
    expect(waiting('2027-03-01T10:00:00Z', '2027-03-09T00:00:00Z')).toMatchObject({
      isOverdue: true,
      workingDaysWaited: 6,
    });
    expect(
      waiting('2027-03-01T10:00:00Z', '2027-04-01T00:00:00Z', 'ready_to_place', '2027-03-09T09:00:00Z'),
    ).toMatchObject({
      isOverdue: false,
      workingDaysWaited: 6,
    });
  });

  const instant = fc.date({
    min: new Date('2025-01-01T00:00:00Z'),
    max: new Date('2028-12-31T23:59:59Z'),
    noInvalidDate: true,
  });

  it('counts as one day after another does', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -5, max: 400 }), (at, days) => {
        const from = londonDate(at);
        const each = Array.from({ length: Math.max(0, days) }, (_, n) => addDays(from, n + 1));
        const expected = each.filter((day) => isWorkingDay(day)).length;
        expect(workingDaysBetween(from, addDays(from, days), BANK_HOLIDAYS)).toBe(expected);
      }),
    );
  });

  it('is overdue exactly where it came before the bound that the list is filtered by', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 20 * 86_400_000 }), (now, before) => {
        const createdAt = new Date(now.getTime() - before);
        const { isOverdue } = waitingOf({ createdAt, status: 'in_review', decidedAt: null }, now, BANK_HOLIDAYS);
        expect(isOverdue).toBe(createdAt < overdueBefore(now, BANK_HOLIDAYS));
      }),
    );
  });
});
