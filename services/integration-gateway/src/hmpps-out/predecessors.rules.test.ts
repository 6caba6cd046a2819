import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { BookingProvisionallyMade } from '@throughcare/events/booking-provisionally-made.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { catalogue } from '@throughcare/events/catalogue';
import { aPredecessor, anEvent } from '../testing/events';
import { outwardOf, predecessorProblems, predecessors } from './predecessors.rules';

/** Until the end of 30 June in London, which is 23:00 UTC. */
const going = aPredecessor('2026-06-30');
const successor = (time: string) => anEvent(BookingConfirmed, {}, { time });
const lastMinute = '2026-06-30T22:59:59.999Z';
const nextDay = '2026-06-30T23:00:00.000Z';
const typesOf = (event: Parameters<typeof outwardOf>[0]) =>
  outwardOf(event, [going]).map(({ event: { type } }) => type);

describe('a public type that goes', () => {
  it('is made from its successor’s event and published beside it, until the end of its last day in London', () => {
    expect(typesOf(successor(lastMinute))).toEqual([BookingConfirmed.type, BookingProvisionallyMade.type]);
    expect(typesOf(successor(nextDay))).toEqual([BookingConfirmed.type]);
  });

  it('has the old contract, and an id of its own that follows from the successor’s', () => {
    const event = successor(lastMinute);
    const [, beside] = outwardOf(event, [going]);
    expect(beside).toMatchObject({
      beside: event.id,
      event: {
        type: BookingProvisionallyMade.type,
        dataschema: BookingProvisionallyMade.dataschema,
        subject: event.subject,
        data: { crn: event.data.crn, bookingId: event.data.bookingId },
      },
    });
    expect(beside?.event.id).not.toBe(event.id);
    expect(outwardOf(event, [going])).toEqual(outwardOf(event, [going]));
  });

  it('that a service still published itself goes out as it is, and not after its last day', () => {
    expect(typesOf(anEvent(BookingProvisionallyMade, {}, { time: lastMinute }))).toEqual([
      BookingProvisionallyMade.type,
    ]);
    expect(typesOf(anEvent(BookingProvisionallyMade, {}, { time: nextDay }))).toEqual([]);
  });

  it('leaves others alone', () => {
    expect(typesOf(anEvent(PersonArrived, {}, { time: nextDay }))).toEqual([PersonArrived.type]);
    const event = successor(lastMinute);
    expect(outwardOf(event, [])).toEqual([{ event, beside: null }]);
  });
});

describe('public types that go', () => {
  it('each have what makes them from their successor', () => {
    expect(predecessorProblems(catalogue, predecessors)).toEqual([]);
  });

  it('are missed when they have not, or when the successor is none', () => {
    const { gone } = going;
    const without = catalogue.map((each) => (each.type === gone.type ? gone : each));
    expect(predecessorProblems(without, [])).toEqual([`${gone.type} goes, and nothing makes it from its successor`]);
    expect(predecessorProblems(without, [going])).toEqual([]);
    expect(predecessorProblems(catalogue, [going])).toEqual([`${gone.type} is not deprecated in the catalogue`]);
    const renamed = { ...going, successor: PersonArrived.type };
    expect(predecessorProblems(without, [renamed])).toEqual([`${gone.type} is not made from BookingConfirmed`]);
  });
});
