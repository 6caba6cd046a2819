import type { TestRequest } from '@throughcare/platform/testing';
import { BookingApp, type Place, aBookingBody } from './booking-app';
import { PLANNED_MOVE_ON, REJECTED_PLACEMENT, SUPPORT_HOUSING } from './builders';

export const ARRIVAL = { type: 'CAS3', arrivalDate: '2026-03-02', expectedDepartureDate: '2026-03-16', notes: '' };
export const DEPARTURE = {
  dateTime: '2026-03-02T00:00:00.000Z',
  reasonId: PLANNED_MOVE_ON,
  moveOnCategoryId: SUPPORT_HOUSING,
};
export const CANCELLATION = { date: '2026-03-02', reason: REJECTED_PLACEMENT };

export const idOf = (address: string): string => address.split('/').at(-1) ?? '';

/** `propertyName errorType` of each field that was refused. */
export const fields = (body: unknown): string[] | undefined =>
  (body as { 'invalid-params'?: { propertyName: string; errorType: string }[] })['invalid-params']?.map(
    ({ propertyName, errorType }) => `${propertyName} ${errorType}`,
  );

/** An assessor who presses the buttons of a booking; each test has a new one, on 2 March 2026. */
export class StayDesk {
  booking!: BookingApp;
  assessor!: TestRequest;
  place!: Place;
  /** Of the booking in hand. */
  path = '';

  constructor() {
    beforeAll(async () => {
      this.booking = await BookingApp.start();
      this.assessor = await this.booking.staff();
      this.booking.aPerson('X900001');
    });
    beforeEach(async () => {
      jest.setSystemTime(new Date('2026-03-02T12:00:00Z'));
      await this.booking.nobodyIsBooked();
      this.place = await this.booking.aPlace(this.assessor);
      this.path = await this.aBooking();
    });
    afterAll(() => this.booking?.close());
  }

  readonly aBooking = async (over: object = {}) => {
    const bookings = `/cas3/v2/premises/${this.place.premisesId}/bookings`;
    const { status, body } = await this.assessor.post<{ id: string }>(bookings, aBookingBody(this.place, over));
    expect(status).toBe(201);
    return `${bookings}/${body.id}`;
  };

  readonly press = (button: string, body: object = {}) =>
    this.assessor.post<Record<string, unknown>>(`${this.path}/${button}`, body);

  readonly confirmed = () => this.press('confirmations');

  readonly arrived = async () => {
    await this.confirmed();
    return this.press('arrivals', ARRIVAL);
  };

  readonly shown = async () => (await this.assessor.get<Record<string, unknown>>(this.path)).body;

  readonly told = () => this.booking.told(idOf(this.path));
}
