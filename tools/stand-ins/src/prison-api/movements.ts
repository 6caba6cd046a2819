import type { Movement } from '../seed/custody';
import {
  currentBooking,
  lastMovement,
  type Booking,
  type Offender,
  type PrisonMovement,
  type PrisonState,
} from './prison.state';

/** The movement asked for does not fit where the person is. */
export class ImpossibleMovement extends Error {
  readonly statusCode = 409;
}

type Kind = Movement['do'];
type Change = Pick<PrisonMovement, 'movementType' | 'directionCode' | 'reasonCode'> & { from?: string; to?: string };

const COURT = 'SHEFCC';

const change = (kind: Kind, movement: Movement, held: string, bound: string): Change => {
  const prison = movement.prison ?? held;
  const reason = (standard: string): string => movement.reason ?? standard;
  const changes: Record<Kind, Change> = {
    admit: { movementType: 'ADM', directionCode: 'IN', reasonCode: reason('I'), from: COURT, to: prison },
    release: { movementType: 'REL', directionCode: 'OUT', reasonCode: reason('CR'), from: held, to: 'OUT' },
    'court-out': { movementType: 'CRT', directionCode: 'OUT', reasonCode: reason('CRT'), from: held, to: COURT },
    'court-in': { movementType: 'CRT', directionCode: 'IN', reasonCode: reason('CRT'), from: COURT, to: held },
    'absence-out': { movementType: 'TAP', directionCode: 'OUT', reasonCode: reason('C3'), from: held, to: 'OUT' },
    'absence-in': { movementType: 'TAP', directionCode: 'IN', reasonCode: reason('C3'), from: 'OUT', to: held },
    'transfer-out': { movementType: 'TRN', directionCode: 'OUT', reasonCode: reason('NOTR'), from: held, to: prison },
    'transfer-in': {
      movementType: 'ADM',
      directionCode: 'IN',
      reasonCode: reason('INT'),
      from: held,
      to: movement.prison ?? bound,
    },
  };
  return changes[kind];
};

/** What must be true before: which in/out status and last movement type each kind needs. */
const allowed = (kind: Kind, booking: Booking): boolean => {
  const { activeFlag, inOutStatus, lastMovementTypeCode: last } = booking;
  if (kind === 'release') return activeFlag;
  if (kind === 'court-in') return activeFlag && inOutStatus === 'OUT' && last === 'CRT';
  if (kind === 'absence-in') return activeFlag && inOutStatus === 'OUT' && last === 'TAP';
  if (kind === 'transfer-in') return inOutStatus === 'TRN';
  return activeFlag && inOutStatus === 'IN';
};

/** Brings the booking's own fields in line with its newest movement. */
export const settle = (booking: Booking): void => {
  const last = booking.movements.at(-1);
  if (!last) return;
  booking.lastMovementTypeCode = last.movementType;
  booking.lastMovementReasonCode = last.reasonCode;
  const into = last.directionCode === 'IN';
  booking.inOutStatus = last.movementType === 'TRN' ? 'TRN' : into ? 'IN' : 'OUT';
  booking.activeFlag = last.movementType !== 'REL' && last.movementType !== 'TRN';
  if (last.movementType === 'REL') booking.agencyId = 'OUT';
  else if (last.movementType === 'TRN') booking.agencyId = 'TRN';
  else booking.agencyId = (into ? last.toAgency : last.fromAgency) ?? booking.latestLocationId;
  if (booking.agencyId !== 'OUT' && booking.agencyId !== 'TRN') booking.latestLocationId = booking.agencyId;
};

const openBooking = (state: PrisonState, offender: Offender, movement: Movement): Booking => {
  const bookingId = state.nextBookingId++;
  const prison = movement.prison ?? 'MDI';
  const booking: Booking = {
    bookingId,
    bookingNo: `${String(bookingId).slice(-5)}A`,
    agencyId: prison,
    activeFlag: true,
    inOutStatus: 'IN',
    lastMovementTypeCode: 'ADM',
    lastMovementReasonCode: movement.reason ?? 'I',
    receptionDate: movement.at.slice(0, 10),
    latestLocationId: prison,
    recall: offender.bookings.length > 0 && movement.reason === '24',
    movements: [],
  };
  offender.bookings.push(booking);
  return booking;
};

/** Adds a movement and changes the booking with it. A recall continues on a new booking. */
export const move = (state: PrisonState, offender: Offender, movement: Movement): PrisonMovement => {
  const held = currentBooking(offender);
  const admitting = movement.do === 'admit';
  if (admitting && held && held.inOutStatus !== 'OUT')
    throw new ImpossibleMovement(`${offender.offenderNo} is in custody`);
  if (admitting && held?.activeFlag)
    throw new ImpossibleMovement(`${offender.offenderNo} is out for a while, not released`);
  if (!admitting && !(held && allowed(movement.do, held)))
    throw new ImpossibleMovement(
      `${movement.do} does not fit ${offender.offenderNo}: ${held?.inOutStatus ?? 'no booking'}`,
    );
  const booking = admitting ? openBooking(state, offender, movement) : held!;
  const { from, to, ...kind } = change(
    movement.do,
    movement,
    booking.latestLocationId,
    lastMovement(booking)?.toAgency ?? booking.latestLocationId,
  );
  const made: PrisonMovement = {
    sequence: booking.movements.length + 1,
    ...(from ? { fromAgency: from } : {}),
    ...(to ? { toAgency: to } : {}),
    ...kind,
    at: movement.at,
    createdAt: movement.recordedAt ?? movement.at,
  };
  booking.movements.push(made);
  settle(booking);
  return made;
};
