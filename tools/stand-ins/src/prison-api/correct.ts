import { ImpossibleMovement, move, settle } from './movements';
import { currentBooking, type Offender, type PrisonState } from './prison.state';

/** The last movement was a mistake: it is taken out, and its booking with it if that was all the booking had. */
export const correctMistake = (offender: Offender): void => {
  const booking = currentBooking(offender);
  if (!booking) throw new ImpossibleMovement(`${offender.offenderNo} has no movement`);
  booking.movements.pop();
  if (booking.movements.length === 0) offender.bookings.pop();
  else settle(booking);
};

/** Two numbers were one person: bookings go to the one that is kept, an active one is closed with `MRG` first. */
export const merge = (state: PrisonState, absorbed: Offender, kept: Offender, at: string): void => {
  if (absorbed === kept) throw new ImpossibleMovement('A number cannot be merged into itself');
  if (currentBooking(absorbed)?.activeFlag && currentBooking(absorbed)?.inOutStatus === 'IN')
    move(state, absorbed, { do: 'release', at, reason: 'MRG' });
  kept.bookings = [...absorbed.bookings, ...kept.bookings];
  kept.merged.push(absorbed.offenderNo, ...absorbed.merged);
  delete state.offenders[absorbed.offenderNo];
};

/** One booking belonged to somebody else: only that booking moves. */
export const moveBooking = (from: Offender, to: Offender): number => {
  const booking = from.bookings.pop();
  if (!booking) throw new ImpossibleMovement(`${from.offenderNo} has no booking`);
  to.bookings.push(booking);
  return booking.bookingId;
};
