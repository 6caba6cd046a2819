import { BookingDatesChanged } from '@throughcare/events/booking-dates-changed.v1';
import { invalidField } from '@throughcare/base/errors';
import { unbookableDates, type Stay } from '../occupancy/occupancy.rules';
import { latest, repeats, type RecordedAction } from '../booking/booking-action';
import { factsOf } from '../booking/booking-facts';
import {
  datesOf,
  requireStatus,
  todayOf,
  type Circumstances,
  type Outcome,
  type Subject,
} from '../booking/booking.rules';
import { requireNotBookedElsewhere } from '../booking/one-person.rules';

export interface DatesRequest extends Stay {
  readonly notes: string | null;
}

/** Other days for somebody who has not arrived, in the same bedspace: as if the booking were made anew, but its history and referral stay. */
export const changeDates = (
  booking: Subject,
  actions: readonly RecordedAction[],
  request: DatesRequest,
  c: Circumstances,
): Outcome<'dates'> => {
  requireStatus(booking, 'provisional', 'confirmed');
  const { arrivalDate, departureDate } = request;
  const before = latest(actions, 'dates');
  const isSame = arrivalDate === booking.arrivalDate && departureDate === booking.departureDate;
  if (isSame && before && repeats(before, request)) return { repeated: before };
  if (isSame) throw invalidField('$.arrivalDate', 'datesUnchanged');
  const refusal = unbookableDates(request, todayOf(c));
  if (refusal) throw refusal;
  requireNotBookedElsewhere(request, c.others, todayOf(c));
  const changes = datesOf(request, booking.turnaroundWorkingDays, c.holidays);
  const previous = { previousArrivalDate: booking.arrivalDate, previousDepartureDate: booking.departureDate };
  return {
    changes,
    action: { kind: 'dates', details: { ...previous, ...request } },
    events: [
      BookingDatesChanged.of({
        ...factsOf({ ...booking, ...changes }, c.premises),
        ...previous,
        changedAt: c.now.toISOString(),
        changedBy: c.by,
      }),
    ],
  };
};
