import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { conflict, invalid, notFound } from '@throughcare/base/errors';
import { newId } from '@throughcare/events/ids';
import { changeAggregate, type Change } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { StaffMember } from '@throughcare/platform/staff';
import type { EntityManager } from 'typeorm';
import type { Bedspace } from '../bedspace/bedspace.entity';
import { lockBedspace } from '../bedspace/lock-bedspace';
import { claim, claimWhatIsLeft, release } from '../occupancy/occupancy';
import { requireOpen } from '../occupancy/require-open';
import { lockAddress } from '../premises/lock-address';
import type { ActionKind, RecordedAction } from '../booking/booking-action';
import { BookingAction } from '../booking/booking-action.entity';
import { staffBlock } from '../staff-block';
import { bookings } from '../booking/booking.aggregate';
import type { Booking } from '../booking/booking.entity';
import { actionsOf } from '../booking/booking.reader';
import type { Circumstances, Decision, Outcome } from '../booking/booking.rules';
import { letOverlapOwnPlans, lockPerson, othersOf, staysIn } from '../booking/one-person';
import { inBedOf, runningStay, type OtherBooking } from '../booking/one-person.rules';
import { tellRemainingStay } from './remaining-stay';

export type Decide<K extends ActionKind> = (
  booking: Booking,
  actions: readonly RecordedAction[],
  circumstances: Circumstances,
) => Outcome<K>;

/** A booking as it was found, and who presses the button. */
export interface Pressing {
  readonly found: Pick<Booking, 'id' | 'crn' | 'premisesId' | 'bedspaceId'>;
  readonly member: Pick<StaffMember, 'userId' | 'username' | 'staffCode' | 'regionCode'>;
  readonly holidays: Circumstances['holidays'];
}

interface Move {
  readonly kind: ActionKind;
  readonly before: Booking;
  readonly after: Booking;
  readonly today: Day;
}

/** Somebody left, or stayed until a day that is not to come: no plan refuses that. */
const isFact = ({ kind, after, today }: Move): boolean =>
  kind === 'departure' || (kind === 'overstay' && after.departureDate <= today);

const ends = ({ status }: Booking, { changes }: Decision): boolean =>
  status === 'arrived' && changes.status !== undefined && changes.status !== 'arrived';

/** The caller holds the lock of the bedspace; null when there is none of these premises. */
const moveOccupancy = async (tx: EntityManager, move: Move, bedspace: Bedspace | null): Promise<void> => {
  const { before, after, today } = move;
  if (after.status === 'cancelled') return release(tx, after.id);
  const inBed = inBedOf(after, after);
  const period = { from: inBed.arrivalDate, to: after.effectiveEndDate };
  const wanted = { id: after.id, kind: 'booking', bedspaceId: after.bedspaceId, period } as const;
  if (before.arrivalDate === after.arrivalDate && before.effectiveEndDate === after.effectiveEndDate) return;
  if (isFact(move)) return claimWhatIsLeft(tx, wanted);
  if (!bedspace) throw notFound('BEDSPACE_NOT_FOUND');
  await requireOpen(tx, bedspace, inBed, after.status === 'arrived');
  await claim(tx, wanted, today);
};

interface Recording<K extends ActionKind> {
  readonly action: RecordedAction<K>;
  readonly member: Pressing['member'];
  readonly bedspace: Bedspace | null;
  /** Of what was recorded by the same press. */
  readonly overstayId: string;
}

const recording = async <K extends ActionKind>(
  tx: EntityManager,
  before: Booking,
  { changes, events, before: first }: Decision<K>,
  { action, member, bedspace, overstayId }: Recording<K>,
): Promise<Change<Booking>> => {
  const move = { kind: action.kind, before, after: { ...before, ...changes }, today: londonDate(action.createdAt) };
  // The database checks the row when it is written: so this comes first.
  if (isFact(move) && move.after.status === 'arrived') await letOverlapOwnPlans(tx, move.after);
  const also = async () => {
    await moveOccupancy(tx, move, bedspace);
    const by = { createdByUserId: member.userId };
    if (first) await tx.insert(BookingAction, { ...action, ...first, id: overstayId, ...by });
    await tx.insert(BookingAction, { ...action, ...by });
  };
  return { changes, events, also };
};

/** Somebody has moved the person since the booking was found: another property and bedspace would have to be locked. */
const requireSamePlace = (booking: Booking, found: Pressing['found']): void => {
  if (booking.premisesId !== found.premisesId)
    throw invalid('BOOKING_OF_OTHER_PREMISES', { detail: 'The booking belongs to other premises' });
  if (booking.bedspaceId !== found.bedspaceId)
    throw conflict('STAY_HAS_MOVED', { detail: `The person has moved to another bedspace. Try again: ${booking.id}` });
};

interface Pressed<K extends ActionKind> {
  readonly action: RecordedAction<K>;
  /** The other stay of the person, when this one has just ended. */
  readonly remaining?: OtherBooking | undefined;
}

/**
 * Every change of an existing booking. Locks in this order: person, address, bedspace, booking. A stay that ends has the address of the
 * person's other stay published behind it.
 */
export const changeStay = <K extends ActionKind>(work: UnitOfWork, pressing: Pressing, decide: Decide<K>) =>
  work.run(async (tx) => {
    const { found, member, holidays } = pressing;
    await lockPerson(tx, found.crn);
    const premises = await lockAddress(tx, found.premisesId);
    const bedspace = await lockBedspace(tx, { id: found.bedspaceId, premisesId: found.premisesId });
    const told = { now: clock.now(), premises, by: staffBlock(member), overstayId: newId() };
    let pressed!: Pressed<K>; // set by the decision
    await changeAggregate(work, bookings, { id: found.id }, async (booking) => {
      requireSamePlace(booking, found);
      const [others, inSameBed] = [await othersOf(tx, booking.crn, booking.id), await staysIn(tx, booking)];
      const outcome = decide(booking, await actionsOf(tx, [booking.id]), { ...told, holidays, others, inSameBed });
      if ('repeated' in outcome) {
        pressed = { action: outcome.repeated };
        return undefined;
      }
      const id = outcome.action.kind === 'overstay' ? told.overstayId : newId();
      const action = { ...outcome.action, id, bookingId: booking.id, createdAt: told.now };
      pressed = { action, remaining: ends(booking, outcome) ? runningStay(others) : undefined };
      return recording(tx, booking, outcome, { bedspace, member, action, overstayId: told.overstayId });
    });
    if (pressed.remaining) await tellRemainingStay(work, tx, pressed.remaining.id, told);
    return { action: pressed.action, premises };
  });
