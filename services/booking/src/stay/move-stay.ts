import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { invalidField } from '@throughcare/base/errors';
import { newId } from '@throughcare/events/ids';
import { changeAggregate } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import type { Bedspace } from '../bedspace/bedspace.entity';
import { lockBedspace } from '../bedspace/lock-bedspace';
import type { RecordedAction } from '../booking/booking-action';
import { BookingAction } from '../booking/booking-action.entity';
import { staffBlock } from '../staff-block';
import { bookings } from '../booking/booking.aggregate';
import { Booking } from '../booking/booking.entity';
import { actionsOf } from '../booking/booking.reader';
import type { Circumstances } from '../booking/booking.rules';
import { FormerBed } from '../booking/former-bed.entity';
import { lockPerson, othersOf, staysIn } from '../booking/one-person';
import { claim, claimWhatIsLeft, endClaims, release } from '../occupancy/occupancy';
import { closedFor } from '../occupancy/occupancy.rules';
import { lockAddress } from '../premises/lock-address';
import type { Premises } from '../premises/premises.entity';
import type { Pressing } from './change-stay';
import { formerBedOf, move, type MoveRequest } from './move.rules';

export interface Moving extends Pressing {
  readonly request: MoveRequest;
  /** Of the bedspace moved to. */
  readonly toPremisesId: string;
}

interface Locked {
  readonly from: Premises;
  readonly to: Premises;
  readonly bedspace: Bedspace;
}

/** Both properties and both bedspaces, each kind in the order of its ids: two who swap do not wait for one another for ever. */
const lockBoth = async (
  tx: EntityManager,
  found: Pressing['found'],
  { request, toPremisesId }: Moving,
): Promise<Locked> => {
  const properties = new Map<string, Premises>();
  for (const id of [...new Set([found.premisesId, toPremisesId])].toSorted())
    properties.set(id, await lockAddress(tx, id));
  const beds = [
    { id: found.bedspaceId, premisesId: found.premisesId },
    { id: request.bedspaceId, premisesId: toPremisesId },
  ];
  let bedspace: Bedspace | null = null;
  for (const bed of beds.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const locked = await lockBedspace(tx, bed);
    if (bed.id === request.bedspaceId) bedspace = locked;
  }
  const [from, to] = [properties.get(found.premisesId), properties.get(toPremisesId)];
  if (!bedspace || !from || !to) throw invalidField('$.bedspaceId', 'doesNotExist');
  return { from, to, bedspace };
};

/** The bedspace that was left is cleaned; the other one is taken from that day on, as a booking would take it. */
const moveOccupancy = async (
  tx: EntityManager,
  before: Booking,
  { to, bedspace }: Locked,
  { request, holidays, now }: Moving & { readonly now: Date },
): Promise<void> => {
  const today = londonDate(now);
  const { movedOn } = request;
  const former = await tx.find(FormerBed, { where: { bookingId: before.id }, order: { fromDay: 'ASC', id: 'ASC' } });
  await release(tx, before.id);
  await endClaims(
    tx,
    former.map(({ id }) => id),
    bedspace.id,
    movedOn,
  );
  const left = formerBedOf(before, movedOn, holidays);
  if (left) {
    const id = newId();
    await tx.insert(FormerBed, { id, ...left });
    const period = { from: left.fromDay, to: left.effectiveEndDate };
    await claimWhatIsLeft(tx, { id, kind: 'booking', bedspaceId: left.bedspaceId, period });
  }
  const stayThere = { arrivalDate: movedOn, departureDate: before.departureDate };
  const refusal = closedFor(bedspace, stayThere) ?? closedFor({ ...bedspace, endDate: to.endDate }, stayThere);
  if (refusal) throw refusal;
  const period = { from: movedOn, to: before.effectiveEndDate };
  await claim(tx, { id: before.id, kind: 'booking', bedspaceId: bedspace.id, period }, today);
};

/** Moves who stays there to another bedspace, in one transaction. Locks in this order: person, addresses, bedspaces, booking. */
export const moveStay = (work: UnitOfWork, moving: Moving) =>
  work.run(async (tx) => {
    const { member, holidays, request } = moving;
    await lockPerson(tx, moving.found.crn);
    const found = await tx.findOneByOrFail(Booking, { id: moving.found.id });
    const locked = await lockBoth(tx, found, moving);
    const now = clock.now();
    const told = { now, holidays, premises: locked.from, by: staffBlock(member), overstayId: newId() };
    let pressed!: RecordedAction<'move'>; // set by the decision
    await changeAggregate(work, bookings, { id: found.id }, async (booking) => {
      const inSameBed = await staysIn(tx, { id: booking.id, bedspaceId: request.bedspaceId });
      const c: Circumstances = { ...told, others: await othersOf(tx, booking.crn, booking.id), inSameBed };
      const to = { premises: locked.to, bedspaceId: request.bedspaceId, inSameBed };
      const outcome = move(booking, await actionsOf(tx, [booking.id]), { request, to }, c);
      if ('repeated' in outcome) {
        pressed = outcome.repeated;
        return undefined;
      }
      pressed = { ...outcome.action, id: newId(), bookingId: booking.id, createdAt: now };
      const also = async () => {
        await moveOccupancy(tx, booking, locked, { ...moving, now });
        await tx.insert(BookingAction, { ...pressed, createdByUserId: member.userId });
      };
      return { changes: outcome.changes, events: outcome.events, also };
    });
    return { action: pressed, premises: locked.to };
  });
