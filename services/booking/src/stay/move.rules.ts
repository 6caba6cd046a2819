import { PersonMoved } from '@throughcare/events/person-moved.v1';
import { addDays, addWorkingDays, type Day } from '@throughcare/base/calendar';
import { conflict, invalidField } from '@throughcare/base/errors';
import { isOverdue } from '../occupancy/occupancy.rules';
import { latest, repeats, type RecordedAction } from '../booking/booking-action';
import { addressOf, factsOf, type PremisesFacts } from '../booking/booking-facts';
import { requireStatus, todayOf, type Circumstances, type Outcome, type Subject } from '../booking/booking.rules';
import { requireFreeBed, type OtherBooking } from '../booking/one-person.rules';
import { LATEST_REPORT_DAYS } from './stay.rules';

export interface MoveRequest {
  readonly movedOn: Day;
  readonly bedspaceId: string;
  readonly notes: string | null;
}

/** Where the person moves to. */
export interface Target {
  readonly premises: PremisesFacts & { readonly id: string };
  readonly bedspaceId: string;
  /** Other stays in that bedspace that have begun. */
  readonly inSameBed: readonly OtherBooking[];
}

/** Where the person was until the move, as long as they slept there at all. */
export interface FormerBed {
  readonly bookingId: string;
  readonly premisesId: string;
  readonly bedspaceId: string;
  readonly fromDay: Day;
  readonly toDay: Day;
  readonly effectiveEndDate: Day;
}

/** Undefined where the move takes back an earlier one of the same day: nobody slept there. */
export const formerBedOf = (booking: Subject, movedOn: Day, holidays: ReadonlySet<Day>): FormerBed | undefined => {
  const fromDay = booking.inBedSince ?? booking.arrivalDate;
  if (movedOn <= fromDay) return undefined;
  const { id: bookingId, premisesId, bedspaceId, turnaroundWorkingDays } = booking;
  const effectiveEndDate = addWorkingDays(movedOn, turnaroundWorkingDays, holidays);
  return { bookingId, premisesId, bedspaceId, fromDay, toDay: movedOn, effectiveEndDate };
};

const requireDay = (booking: Subject, movedOn: Day, today: Day): void => {
  const first = booking.inBedSince ?? booking.arrivalDate;
  if (movedOn > today) throw invalidField('$.movedOn', 'moveDateInFuture', { value: today });
  if (movedOn < addDays(today, -LATEST_REPORT_DAYS)) throw invalidField('$.movedOn', 'moveAfterLatestDate');
  if (movedOn < first) throw invalidField('$.movedOn', 'beforeBookingArrivalDate', { value: first });
};

/** Nobody knows until when an overdue stay would hold the other bedspace. */
const requireNotOverdue = (booking: Subject, today: Day): void => {
  if (isOverdue(booking, today))
    throw conflict('DEPARTURE_OVERDUE', {
      detail: `The person was to leave on ${booking.departureDate}. Extend the stay before you move them: ${booking.id}`,
    });
};

/** The person has moved to another bedspace. The same booking goes on, with its days, its turnaround and its count of nights. */
export const move = (
  booking: Subject,
  actions: readonly RecordedAction[],
  { request, to }: { request: MoveRequest; to: Target },
  c: Circumstances,
): Outcome<'move'> => {
  requireStatus(booking, 'arrived');
  const { movedOn, notes } = request;
  const before = latest(actions, 'move');
  if (before && repeats(before, { movedOn, notes, toBedspaceId: to.bedspaceId })) return { repeated: before };
  if (booking.bedspaceId === to.bedspaceId) throw invalidField('$.bedspaceId', 'alreadyInBedspace');
  requireDay(booking, movedOn, todayOf(c));
  requireNotOverdue(booking, todayOf(c));
  const stayThere = { arrivalDate: movedOn, departureDate: booking.departureDate };
  requireFreeBed({ id: booking.id, status: 'arrived', ...stayThere }, to.inSameBed);
  const ids = {
    fromPremisesId: booking.premisesId,
    fromBedspaceId: booking.bedspaceId,
    toPremisesId: to.premises.id,
    toBedspaceId: to.bedspaceId,
  };
  const inPremisesSince = to.premises.id === booking.premisesId ? booking.inPremisesSince : movedOn;
  const place = { premisesId: to.premises.id, bedspaceId: to.bedspaceId };
  const changes = { ...place, inBedSince: movedOn, inPremisesSince };
  return {
    changes,
    action: { kind: 'move', details: { movedOn, ...ids, notes } },
    events: [
      PersonMoved.of({
        ...factsOf({ ...booking, ...changes }, to.premises),
        ...ids,
        movedOn,
        fromEffectiveEndDate: formerBedOf(booking, movedOn, c.holidays)?.effectiveEndDate ?? movedOn,
        premises: addressOf(to.premises),
        fromPremises: addressOf(c.premises),
        recordedAt: c.now.toISOString(),
        recordedBy: c.by,
      }),
    ],
  };
};
