import type { BookingWarning } from '@throughcare/api/cas3/booking';
import type { Day } from '@throughcare/base/calendar';
import { isOverdue } from '../occupancy/occupancy.rules';
import type { Booking } from './booking.entity';

/** What somebody has to do about a booking, in plain words; nothing is decided by it. */
export const warningsOf = (
  booking: Pick<Booking, 'status' | 'departureDate'>,
  referralStatus: string | null,
  today: Day,
): BookingWarning[] => [
  ...(isOverdue(booking, today)
    ? [
        {
          code: 'DEPARTURE_OVERDUE' as const,
          detail: `The person was to leave on ${booking.departureDate}. Record the departure or extend the stay: until then the bedspace is held`,
        },
      ]
    : []),
  ...(booking.status === 'provisional' && referralStatus !== null && referralStatus !== 'ready_to_place'
    ? [
        {
          code: 'REFERRAL_NOT_READY_TO_PLACE' as const,
          detail: `The referral is ${referralStatus.replaceAll('_', ' ')}. Cancel the booking or make the referral ready to place again`,
        },
      ]
    : []),
];
