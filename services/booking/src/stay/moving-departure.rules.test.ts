import { BookingExtended } from '@throughcare/events/booking-extended.v1';
import { OverstayRecorded } from '@throughcare/events/overstay-recorded.v1';
import { aBooking, circumstances, recorded, refusal } from '../testing/builders';
import type { StoredStatus } from '../booking/booking.entity';
import type { Outcome } from '../booking/booking.rules';
import { arrive, extend, overstay } from './stay.rules';

const decided = (outcome: Outcome) => {
  if ('repeated' in outcome) throw new Error('a repeat, not a decision');
  return outcome;
};
const arrived = aBooking({ status: 'arrived' });
const ARRIVAL = { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-05-25', notes: null };

describe('moving the departure', () => {
  it('F-022: extends and shortens a running stay and says so', () => {
    const { changes, action, events } = decided(
      extend(arrived, [], { newDepartureDate: '2026-03-02', notes: null }, circumstances()),
    );
    expect(changes).toMatchObject({ departureDate: '2026-03-02', effectiveEndDate: '2026-03-04' });
    expect(action.details).toMatchObject({ previousDepartureDate: '2026-05-25' });
    expect(BookingExtended.data.parse(events[0].data)).toMatchObject({
      previousDepartureDate: '2026-05-25',
      newDepartureDate: '2026-03-02',
      departureDate: '2026-03-02',
    });
  });

  it('F-031: pressed twice is the earlier one', () => {
    const request = { newDepartureDate: '2026-04-02', notes: 'Flat not ready' };
    const moved = aBooking({ status: 'arrived', departureDate: '2026-04-02' });
    const before = recorded({ kind: 'extension', details: { previousDepartureDate: '2026-03-20', ...request } });
    expect(extend(moved, [before], request, circumstances())).toEqual({ repeated: before });
    expect('repeated' in extend(moved, [before], { ...request, notes: null }, circumstances())).toBe(false);
    const over = { newDepartureDate: '2026-06-10', isAuthorised: true, reason: 'Flat not ready' };
    const long = aBooking({ status: 'arrived', departureDate: '2026-06-10' });
    const overBefore = recorded({ kind: 'overstay', details: { previousDepartureDate: '2026-05-25', ...over } });
    expect(overstay(long, [overBefore], over, circumstances())).toEqual({ repeated: overBefore });
  });

  it.each([
    ['extension', '2026-04-08', ['$.newDepartureDate invalid']],
    ['extension', '2026-04-09', []],
    ['arrival', '2026-04-08', ['$.expectedDepartureDate invalid']],
    ['arrival', '2026-04-09', []],
  ])('F-039: by an %s to %s, while the person is there on 9 April, is refused in the past', (button, day, fields) => {
    const c = circumstances({ now: new Date('2026-04-09T12:00:00Z') });
    const act = () =>
      button === 'extension'
        ? extend(arrived, [], { newDepartureDate: day, notes: null }, c)
        : arrive(arrived, [], { arrivalDate: '2026-04-01', expectedDepartureDate: day, notes: null }, c);
    if (fields.length === 0) expect(decided(act()).changes.departureDate).toBe(day);
    else expect(refusal(act).fields).toEqual(fields);
  });

  it('F-039: an arrival reported after the planned end keeps the plan, and the stay is overdue at once', () => {
    const late = aBooking({ status: 'confirmed', departureDate: '2026-03-06' });
    const c = circumstances({ now: new Date('2026-03-10T12:00:00Z') });
    const request = { ...ARRIVAL, expectedDepartureDate: '2026-03-06' };
    expect(decided(arrive(late, [], request, c)).changes.departureDate).toBe('2026-03-06');
  });

  it.each([
    ['before the arrival', '2026-03-01', 'beforeBookingArrivalDate'],
    ['beyond 84 nights', '2026-05-26', 'exceedsMaximumNights'],
    ['beyond every plan', '2062-05-26', 'invalid'],
  ])('is refused %s', (_, newDepartureDate, errorType) => {
    expect(refusal(() => extend(arrived, [], { newDepartureDate, notes: null }, circumstances())).fields).toEqual([
      `$.newDepartureDate ${errorType}`,
    ]);
  });

  it('past 84 nights is an overstay, with or without authority', () => {
    const request = { newDepartureDate: '2026-06-10', isAuthorised: false, reason: 'No move-on place' };
    const { changes, events } = decided(overstay(arrived, [], request, circumstances()));
    expect(changes.departureDate).toBe('2026-06-10');
    expect(OverstayRecorded.data.parse(events[0].data)).toMatchObject({
      isAuthorised: false,
      departureDate: '2026-06-10',
    });
  });

  it('F-053: an overstay is longer than 84 nights and has a reason', () => {
    const of = (newDepartureDate: string, reason: string | null) => () =>
      overstay(arrived, [], { newDepartureDate, isAuthorised: true, reason }, circumstances());
    expect(refusal(of('2026-05-25', 'Flat not ready')).code).toBe('OVERSTAY_WITHIN_LIMIT');
    expect(decided(of('2026-05-26', 'Flat not ready')()).changes.departureDate).toBe('2026-05-26');
    expect(refusal(of('2026-05-26', null)).fields).toEqual(['$.reason empty']);
  });

  it('an overstay to the past day on which the person left may be recorded before the departure', () => {
    const c = circumstances({ now: new Date('2026-06-10T12:00:00Z') });
    const request = { newDepartureDate: '2026-06-03', isAuthorised: true, reason: 'Left on the 3rd' };
    expect(decided(overstay(arrived, [], request, c)).changes.departureDate).toBe('2026-06-03');
    const long = aBooking({ status: 'arrived', departureDate: '2026-06-09' });
    expect(refusal(() => overstay(long, [], request, c)).fields).toEqual(['$.newDepartureDate invalid']);
  });

  it.each<StoredStatus>(['provisional', 'confirmed', 'departed', 'cancelled'])('is refused when %s', (status) => {
    const request = { newDepartureDate: '2026-03-20', notes: null };
    expect(refusal(() => extend(aBooking({ status }), [], request, circumstances())).code).toBe('BOOKING_STATE');
    const over = { newDepartureDate: '2026-06-10', isAuthorised: true, reason: null };
    expect(refusal(() => overstay(aBooking({ status }), [], over, circumstances())).code).toBe('BOOKING_STATE');
  });
});
