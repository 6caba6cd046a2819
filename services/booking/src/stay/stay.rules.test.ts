import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { PersonDeparted } from '@throughcare/events/person-departed.v1';
import fc from 'fast-check';
import {
  OTHER_DEPARTURE,
  PLANNED_MOVE_ON,
  RECORDING_ERROR,
  SUPPORT_HOUSING,
  aBooking,
  aPremises,
  circumstances,
  recorded,
  refusal,
} from '../testing/builders';
import type { RecordedAction } from '../booking/booking-action';
import type { Booking, StoredStatus } from '../booking/booking.entity';
import { confirm, type Outcome } from '../booking/booking.rules';
import { cancel } from './cancellation.rules';
import { depart } from './departure.rules';
import { arrive } from './stay.rules';

const decided = (outcome: Outcome) => {
  if ('repeated' in outcome) throw new Error('a repeat, not a decision');
  return outcome;
};
const confirmed = aBooking({ status: 'confirmed' });
const arrived = aBooking({ status: 'arrived' });
const ARRIVAL = { arrivalDate: '2026-03-02', expectedDepartureDate: '2026-05-25', notes: null };
const DEPARTURE = {
  dateTime: '2026-03-02T00:00:00.000Z',
  reasonId: PLANNED_MOVE_ON,
  moveOnCategoryId: SUPPORT_HOUSING,
  notes: null,
};

describe('an arrival', () => {
  it('starts the stay of a confirmed booking', () => {
    const { changes, events } = decided(arrive(confirmed, [], ARRIVAL, circumstances()));
    expect(changes).toMatchObject({ status: 'arrived', arrivalDate: '2026-03-02', effectiveEndDate: '2026-05-27' });
    expect(events[0]?.type).toBe(PersonArrived.type);
    expect(PersonArrived.data.parse(events[0]?.data)).toMatchObject({
      arrivedOn: '2026-03-02',
      expectedDepartureOn: '2026-05-25',
      premises: { addressLine1: '12 Church Street', town: 'Croydon', postcode: 'CR0 1AA', region: 'London' },
      notes: '',
    });
  });

  it.each<StoredStatus>(['provisional', 'departed', 'cancelled'])('is refused when %s', (status) => {
    expect(refusal(() => arrive(aBooking({ status }), [], ARRIVAL, circumstances())).code).toBe('BOOKING_STATE');
  });

  it.each([
    ['14 days ago is taken', '2026-02-16', []],
    ['15 days ago is too long ago', '2026-02-15', ['$.arrivalDate arrivalAfterLatestDate']],
    ['tomorrow has not happened', '2026-03-03', ['$.arrivalDate arrivalDateInFuture']],
  ])('%s', (_, arrivalDate, fields) => {
    const act = () =>
      arrive(confirmed, [], { ...ARRIVAL, arrivalDate, expectedDepartureDate: '2026-04-01' }, circumstances());
    if (fields.length === 0) expect(decided(act()).changes.arrivalDate).toBe(arrivalDate);
    else expect(refusal(act).fields).toEqual(fields);
  });

  it('is dated in London: half past midnight in summer is today', () => {
    const now = new Date('2026-06-30T23:30:00Z');
    const request = { ...ARRIVAL, arrivalDate: '2026-07-01', expectedDepartureDate: '2026-07-02' };
    expect(decided(arrive(confirmed, [], request, circumstances({ now }))).changes.arrivalDate).toBe('2026-07-01');
  });

  it.each([
    ['a departure before the arrival', '2026-03-01', '$.expectedDepartureDate beforeBookingArrivalDate'],
    ['85 nights', '2026-05-26', '$.expectedDepartureDate exceedsMaximumNights'],
  ])('is refused with %s', (_, expectedDepartureDate, field) => {
    const request = { ...ARRIVAL, expectedDepartureDate };
    expect(refusal(() => arrive(confirmed, [], request, circumstances())).fields).toEqual([field]);
  });

  it('can be corrected, and the correction is told as one', () => {
    const before = recorded({ kind: 'arrival', details: ARRIVAL });
    const request = { ...ARRIVAL, arrivalDate: '2026-03-01', expectedDepartureDate: '2026-05-24' };
    const { events } = decided(arrive(arrived, [before], request, circumstances()));
    expect(events.map(({ type }) => type)).toEqual(['accommodation.cas3.person.arrived.updated']);
  });

  it('sent twice is recorded once', () => {
    const before = recorded({ kind: 'arrival', details: ARRIVAL });
    expect(arrive(arrived, [before], { ...ARRIVAL }, circumstances())).toEqual({ repeated: before });
  });

  it('with its old dates after an extension is a correction, not a repeat', () => {
    const before = recorded({ kind: 'arrival', details: ARRIVAL });
    const extended = aBooking({ status: 'arrived', departureDate: '2026-05-20' });
    expect(decided(arrive(extended, [before], ARRIVAL, circumstances())).events).toHaveLength(1);
  });
});

describe('a departure', () => {
  it('ends the stay on the London day of its instant', () => {
    const { changes, events } = decided(depart(arrived, [], DEPARTURE, circumstances()));
    expect(changes).toMatchObject({ status: 'departed', departureDate: '2026-03-02', effectiveEndDate: '2026-03-04' });
    expect(PersonDeparted.data.parse(events[0]?.data)).toMatchObject({
      departedAt: '2026-03-02T00:00:00.000Z',
      departedOn: '2026-03-02',
      departureReason: 'Planned Move on',
      departureDate: '2026-03-02',
    });
  });

  it.each<StoredStatus>(['provisional', 'confirmed', 'cancelled'])('is refused when %s', (status) => {
    expect(refusal(() => depart(aBooking({ status }), [], DEPARTURE, circumstances())).code).toBe('BOOKING_STATE');
  });

  it.each([
    ['later today is today', '2026-03-02T23:59:00.000Z', []],
    ['tomorrow is the future', '2026-03-03T00:00:00.000Z', ['$.dateTime departureDateInFuture']],
    ['before the arrival is impossible', '2026-03-01T12:00:00.000Z', ['$.dateTime beforeBookingArrivalDate']],
  ])('%s', (_, dateTime, fields) => {
    const act = () => depart(arrived, [], { ...DEPARTURE, dateTime }, circumstances());
    if (fields.length === 0) expect(decided(act()).changes.departureDate).toBe('2026-03-02');
    else expect(refusal(act).fields).toEqual(fields);
  });

  it('shortly after midnight in summer belongs to the new day', () => {
    const now = new Date('2026-06-30T23:30:00Z'); // 00:30 on 1 July in London
    const booking = aBooking({ status: 'arrived', arrivalDate: '2026-06-01', departureDate: '2026-07-20' });
    const request = { ...DEPARTURE, dateTime: '2026-07-01T00:00:00.000Z' };
    expect(decided(depart(booking, [], request, circumstances({ now }))).changes.departureDate).toBe('2026-07-01');
  });

  it.each([
    ['reason', { reasonId: RECORDING_ERROR }, '$.reasonId doesNotExist'],
    ['move-on category', { moveOnCategoryId: PLANNED_MOVE_ON }, '$.moveOnCategoryId doesNotExist'],
    [
      'reason of this service',
      { reasonId: 'f4d00e1c-8bfd-40e9-8241-a7d0f744e737' },
      '$.reasonId incorrectDepartureReasonServiceScope',
    ],
  ])('needs a known %s', (_, change, field) => {
    expect(refusal(() => depart(arrived, [], { ...DEPARTURE, ...change }, circumstances())).fields).toEqual([field]);
  });

  it('can be corrected and is not told twice', () => {
    const departed = aBooking({ status: 'departed', departureDate: '2026-03-02' });
    const before = recorded({ kind: 'departure', details: DEPARTURE });
    const { events } = decided(
      depart(departed, [before], { ...DEPARTURE, reasonId: OTHER_DEPARTURE }, circumstances()),
    );
    expect(events.map(({ type }) => type)).toEqual(['accommodation.cas3.person.departed.updated']);
    expect(depart(departed, [before], { ...DEPARTURE }, circumstances())).toEqual({ repeated: before });
  });

  it('after 84 nights is what happened, with an overstay or without', () => {
    const c = circumstances({ now: new Date('2026-06-10T12:00:00Z') });
    const request = { ...DEPARTURE, dateTime: '2026-06-01T00:00:00.000Z' };
    expect(decided(depart(arrived, [], request, c)).changes.departureDate).toBe('2026-06-01');
  });
});

describe('any order of buttons', () => {
  type Button = (booking: Booking, actions: readonly RecordedAction[]) => Outcome;
  const c = circumstances();
  const buttons: Record<string, Button> = {
    confirm: (booking) => confirm(booking, null, c),
    arrive: (booking, actions) => arrive(booking, actions, ARRIVAL, c),
    depart: (booking, actions) => depart(booking, actions, DEPARTURE, c),
    cancel: (booking, actions) =>
      cancel(booking, actions, { date: '2026-03-02', reasonId: RECORDING_ERROR, notes: null }, c),
  };
  const first = ['booking.confirmed', 'person.arrived', 'person.departed', 'booking.cancelled'];

  it('tells each fact once, in the order of a journey', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(buttons)), { maxLength: 12 }), (presses) => {
        let booking = aBooking();
        const actions: RecordedAction[] = [];
        const told: string[] = [];
        for (const press of presses) {
          try {
            const outcome = buttons[press]?.(booking, actions);
            if (!outcome || 'repeated' in outcome) continue;
            booking = { ...booking, ...outcome.changes };
            actions.push(recorded(outcome.action));
            told.push(...outcome.events.map(({ type }) => type.replace('accommodation.cas3.', '')));
          } catch (error) {
            expect((error as { code: string }).code).toBe('BOOKING_STATE');
          }
        }
        // an arrival that was undone is as if it had not been
        const undone = told.lastIndexOf('person.arrival-undone');
        const facts = told.filter((type, at) => first.includes(type) && !(type === 'person.arrived' && at < undone));
        expect(new Set(facts).size).toBe(facts.length);
        expect(facts.filter((type) => type !== 'booking.cancelled')).toEqual(
          first.slice(0, 3).filter((type) => facts.includes(type)),
        );
        if (facts.includes('booking.cancelled')) expect(facts).not.toContain('person.arrived');
      }),
    );
  });
});

it('sends an address line that is missing as missing', () => {
  const outcome = decided(arrive(confirmed, [], ARRIVAL, circumstances({ premises: aPremises({ town: null }) })));
  expect(PersonArrived.data.parse(outcome.events[0]?.data).premises).toEqual({
    addressLine1: '12 Church Street',
    postcode: 'CR0 1AA',
    region: 'London',
  });
});
