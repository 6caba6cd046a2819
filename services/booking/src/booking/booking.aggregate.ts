import type { AggregateType } from '@throughcare/messaging/aggregate';
import { Booking } from './booking.entity';

export const bookings: AggregateType<Booking> = {
  entity: Booking,
  table: 'booking',
  // Stays of a person are one line, under the CRN that the person has now: ADR 0022.
  keyOf: ({ crn }) => crn,
  missing: 'BOOKING_NOT_FOUND',
  // The gateway has published the release.
  bookkeeping: ['releasedAt'],
};
