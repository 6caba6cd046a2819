import { defineEvent } from './define-event';
import { BookingCancelled } from './booking-cancelled.v1';

export const BookingCancelledUpdated = defineEvent({
  name: 'BookingCancelledUpdated',
  type: 'accommodation.cas3.booking.cancelled.updated',
  version: 1,
  source: 'booking',
  audience: 'public',
  public: {
    slug: 'booking-cancelled-updated',
    description: 'A cancelled booking for a Transitional Accommodation premises has been updated',
  },
  meaning: 'The reason, date or notes of a cancellation were corrected.',
  data: BookingCancelled.data,
  example: BookingCancelled.example,
});
