import { BookingCancelled } from './booking-cancelled.v1';
import { BookingConfirmed } from './booking-confirmed.v1';
import type { EventOf } from './define-event';
import { defineRead, defineReads, type ReadOf } from './define-read';
import { PersonArrived } from './person-arrived.v1';

const confirmed = defineRead(BookingConfirmed, ['bookingId', 'assessmentId?', 'confirmedBy?.username']);
const arrived = defineRead(PersonArrived, ['crn?', 'premises.postcode', 'premises.town?', 'recordedBy?.staffCode']);
const bookings = defineReads([BookingConfirmed, BookingCancelled], ['bookingId', 'nomsNumber?']);

const envelope = {
  specversion: '1.0',
  id: 'id',
  source: 'booking',
  subject: 'X900001',
  time: '2026-03-02T15:20:05.000Z',
  dataschema: '',
  correlationid: 'c',
  aggregateid: 'a',
  aggregateversion: 1,
} as const;
const full: EventOf<typeof BookingConfirmed> = {
  ...envelope,
  type: BookingConfirmed.type,
  data: BookingConfirmed.example,
};

describe('what a consumer reads', () => {
  it('is what it declared: what may be absent is optional, inside an object too', () => {
    const event: ReadOf<typeof confirmed> = full;
    const id: string = event.data.bookingId;
    const others: (string | undefined)[] = [event.data.assessmentId, event.data.confirmedBy?.username];
    expect(confirmed).toEqual({
      definition: BookingConfirmed,
      fields: expect.arrayContaining(['bookingId']) as unknown,
    });
    expect([id, ...others]).toEqual([full.data.bookingId, full.data.assessmentId, full.data.confirmedBy?.username]);
  });

  it('is nothing else: reading more does not compile', () => {
    const event: ReadOf<typeof confirmed> = full;
    // @ts-expect-error -- not declared
    expect(event.data.notes).toBe(full.data.notes);
    // @ts-expect-error -- not declared
    expect(event.data.confirmedBy?.staffCode).toBe(full.data.confirmedBy?.staffCode);
    // @ts-expect-error -- may be absent
    const id: string = event.data.assessmentId;
    expect(id).toBeDefined();
  });

  it('is in the contract, under its name, with a mark where it may be absent', () => {
    // @ts-expect-error -- no such field
    expect(defineRead(BookingConfirmed, ['shoeSize']).fields).toEqual(['shoeSize']);
    // @ts-expect-error -- may be absent
    expect(defineRead(BookingConfirmed, ['assessmentId']).fields).toEqual(['assessmentId']);
    // @ts-expect-error -- an object is read by its fields
    expect(defineRead(PersonArrived, ['premises']).fields).toEqual(['premises']);
    // @ts-expect-error -- only one of the two has it
    expect(defineReads([BookingConfirmed, BookingCancelled], ['confirmedAt'])).toHaveLength(2);
  });

  it('of an object is the fields that were declared', () => {
    const read = ({ data }: ReadOf<typeof arrived>): readonly (string | undefined)[] => {
      const postcode: string = data.premises.postcode;
      return [data.crn, postcode, data.premises.town, data.recordedBy?.staffCode];
    };
    expect(arrived.fields).toHaveLength(4);
    expect(read({ ...envelope, type: PersonArrived.type, data: PersonArrived.example })).toEqual([
      'X900001',
      'CR0 1AA',
      'Croydon',
      'N07S001',
    ]);
  });

  it('of several events is a union that `type` tells apart', () => {
    const isCancelled = ({ type, data }: ReadOf<(typeof bookings)[number]>): string =>
      type === BookingCancelled.type ? `${data.bookingId} is off` : data.bookingId;
    expect(isCancelled(full)).toBe(full.data.bookingId);
    expect(bookings.map(({ definition }) => definition.type)).toEqual([BookingConfirmed.type, BookingCancelled.type]);
  });
});
