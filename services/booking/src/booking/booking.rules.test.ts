import { BookingCancelled } from '@throughcare/events/booking-cancelled.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingTurnaroundChanged } from '@throughcare/events/booking-turnaround-changed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import {
  BOOKING_ID,
  RECORDING_ERROR,
  REJECTED_PLACEMENT,
  aBooking,
  circumstances,
  recorded,
  refusal,
} from '../testing/builders';
import type { StoredStatus } from './booking.entity';
import { book, changeTurnaround, confirm, shownStatus, type Outcome } from './booking.rules';
import { cancel } from '../stay/cancellation.rules';

const decided = (outcome: Outcome) => {
  if ('repeated' in outcome) throw new Error('a repeat, not a decision');
  return outcome;
};
const CANCELLATION = { date: '2026-03-01', reasonId: REJECTED_PLACEMENT, notes: null };

describe('a new booking', () => {
  it('is provisional, remembers its first dates and tells the day', () => {
    const { booking, action, events } = book(aBooking(), circumstances());
    expect(booking).toMatchObject({
      status: 'provisional',
      version: 1,
      originalArrivalDate: '2026-03-02',
      originalDepartureDate: '2026-05-25',
      // Tuesday and Wednesday after the Spring bank holiday
      effectiveEndDate: '2026-05-27',
    });
    expect(action).toEqual({ kind: 'turnaround', details: { workingDays: 2 } });
    expect(events).toHaveLength(1);
    expect(BookingProvisionallyMade.data.parse(events[0]?.data)).toMatchObject({
      bookingId: BOOKING_ID,
      bookedBy: { staffCode: 'N07S001', probationRegionCode: 'N07' },
    });
  });

  it('leaves out whoever has no codes', () => {
    const { events } = book(aBooking({ nomsNumber: null }), circumstances({ by: undefined }));
    expect(Object.entries(events[0]?.data ?? {}).filter(([, value]) => value !== undefined)).not.toContainEqual([
      'bookedBy',
      expect.anything(),
    ]);
  });
});

describe('confirming', () => {
  it('makes a provisional booking firm and says so once', () => {
    const { changes, events } = decided(confirm(aBooking(), 'Keys at the office', circumstances()));
    expect(changes).toEqual({ status: 'confirmed' });
    expect(events.map(({ type }) => type)).toEqual([BookingConfirmed.type]);
    expect(BookingConfirmed.data.parse(events[0]?.data)).toMatchObject({
      notes: 'Keys at the office',
      confirmedAt: '2026-03-02T12:00:00.000Z',
    });
  });

  it.each<StoredStatus>(['confirmed', 'arrived', 'departed', 'cancelled'])('is refused when %s', (status) => {
    const refused = refusal(() => confirm(aBooking({ status }), null, circumstances()));
    expect(refused).toMatchObject({ kind: 'conflict', code: 'BOOKING_STATE' });
    expect(refused.detail?.split(' ').at(-1)).toBe(BOOKING_ID);
  });
});

describe('cancelling', () => {
  it.each<StoredStatus>(['provisional', 'confirmed'])('is possible when %s', (status) => {
    const { changes, events } = decided(cancel(aBooking({ status }), [], CANCELLATION, circumstances()));
    expect(changes).toEqual({ status: 'cancelled' });
    expect(BookingCancelled.data.parse(events[0]?.data)).toMatchObject({
      cancellationReason: 'Person on probation rejected placement',
      cancellationDate: '2026-03-01',
    });
  });

  it.each<[StoredStatus, string]>([
    ['arrived', 'PERSON_HAS_ARRIVED'],
    ['departed', 'BOOKING_STATE'],
  ])('is refused when %s: a stay ends by a departure', (status, code) => {
    expect(refusal(() => cancel(aBooking({ status }), [], CANCELLATION, circumstances())).code).toBe(code);
  });

  const cancelled = aBooking({ status: 'cancelled' });
  const before = recorded({ kind: 'cancellation', details: CANCELLATION });

  it('again with another reason corrects the record', () => {
    const request = { ...CANCELLATION, reasonId: RECORDING_ERROR };
    const { events } = decided(cancel(cancelled, [before], request, circumstances()));
    expect(events.map(({ type }) => type)).toEqual(['accommodation.cas3.booking.cancelled.updated']);
  });

  it('again with the same words changes nothing and tells nobody', () => {
    expect(cancel(cancelled, [before], { ...CANCELLATION }, circumstances())).toEqual({ repeated: before });
  });

  it('needs a reason from the list', () => {
    const request = { ...CANCELLATION, reasonId: BOOKING_ID };
    expect(refusal(() => cancel(aBooking(), [], request, circumstances())).fields).toEqual(['$.reason doesNotExist']);
  });

  it('takes an inactive reason only where it stands already', () => {
    const inactive = '8afe2dc8-f024-4ab1-a98d-0e321e317b19';
    const request = { ...CANCELLATION, reasonId: inactive };
    expect(refusal(() => cancel(aBooking(), [], request, circumstances())).fields).toEqual(['$.reason doesNotExist']);
    const old = recorded({ kind: 'cancellation', details: request });
    expect(decided(cancel(cancelled, [old], { ...request, notes: 'late call' }, circumstances())).events).toHaveLength(
      1,
    );
  });
});

describe('the turnaround', () => {
  it('F-022: moves the end of the occupied period and says so', () => {
    const { changes, events } = decided(changeTurnaround(aBooking(), [], 0, circumstances()));
    expect(changes).toMatchObject({ turnaroundWorkingDays: 0, effectiveEndDate: '2026-05-25' });
    expect(events.map(({ type }) => type)).toEqual([BookingTurnaroundChanged.type]);
    expect(BookingTurnaroundChanged.data.parse(events[0].data)).toMatchObject({
      workingDays: 0,
      effectiveEndDate: '2026-05-25',
    });
  });

  it('F-031: that it has already is the earlier one', () => {
    const made = recorded({ kind: 'turnaround', details: { workingDays: 2 } });
    expect(changeTurnaround(aBooking(), [made], 2, circumstances())).toEqual({ repeated: made });
    const back = recorded({ kind: 'turnaround', details: { workingDays: 2 } });
    const five = recorded({ kind: 'turnaround', details: { workingDays: 5 } });
    expect(changeTurnaround(aBooking(), [made, five, back], 2, circumstances())).toEqual({ repeated: back });
    expect('repeated' in changeTurnaround(aBooking(), [made], 5, circumstances())).toBe(false);
  });

  it.each([-1, 366])('is not %d working days', (days) => {
    expect(refusal(() => changeTurnaround(aBooking(), [], days, circumstances())).fields).toEqual([
      '$.workingDays isNotAPositiveInteger',
    ]);
  });

  it('of a cancelled booking cannot change', () => {
    expect(refusal(() => changeTurnaround(aBooking({ status: 'cancelled' }), [], 1, circumstances())).code).toBe(
      'BOOKING_STATE',
    );
  });
});

describe('the status shown', () => {
  const departed = aBooking({ status: 'departed' }); // turnaround until 27 May 2026
  it.each([
    ['2026-05-27', 'departed'],
    ['2026-05-28', 'closed'],
  ])('of a departed booking on %s is %s', (today, expected) => {
    expect(shownStatus(departed, today)).toBe(expected);
  });

  it('without turnaround is closed at once', () => {
    expect(shownStatus(aBooking({ status: 'departed', turnaroundWorkingDays: 0 }), '2026-05-25')).toBe('closed');
  });

  it('is otherwise the stored one', () => {
    expect(shownStatus(aBooking({ status: 'arrived' }), '2027-01-01')).toBe('arrived');
  });
});
