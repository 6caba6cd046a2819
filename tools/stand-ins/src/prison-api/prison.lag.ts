import { currentBooking, type Booking, type Offender, type PrisonMovement } from './prison.state';

/** Whether one side lags at this instant. */
export const lagging = ({ lag }: Offender, now: Date): 'booking' | 'movement' | undefined =>
  lag && (!lag.until || now < new Date(lag.until)) ? lag.of : undefined;

/** Movements as they can be read now: the newest one is missing while movements lag. */
export const visibleMovements = (offender: Offender, booking: Booking, now: Date): PrisonMovement[] =>
  lagging(offender, now) === 'movement' && booking === currentBooking(offender)
    ? booking.movements.slice(0, -1)
    : booking.movements;

/** The booking as it can be read now: it still names the movement before while bookings lag. */
export const visibleBooking = (offender: Offender, booking: Booking, now: Date): Booking => {
  const before = booking.movements.at(-2);
  if (lagging(offender, now) !== 'booking' || booking !== currentBooking(offender) || !before) return booking;
  return { ...booking, lastMovementTypeCode: before.movementType, lastMovementReasonCode: before.reasonCode };
};
