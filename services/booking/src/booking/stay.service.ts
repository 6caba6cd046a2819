import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork, type Publish } from '@throughcare/messaging/publish/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { londonDate, type Day } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { PeopleClient } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import type { EntityManager } from 'typeorm';
import { Access } from '../access';
import { lockBedspace } from '../bedspace/lock-bedspace';
import { claim, claimWhatIsLeft, release } from '../occupancy/occupancy';
import { closedFor } from '../occupancy/occupancy.rules';
import { lockAddress } from '../premises/lock-address';
import type { Premises } from '../premises/premises.entity';
import { requireConfirmable } from '../referral/placement.rules';
import { PlacementService } from '../referral/placement.service';
import type { ActionKind, RecordedAction } from './booking-action';
import { BookingAction } from './booking-action.entity';
import { staffBlock } from './booking-facts';
import { BookingReader, actionsOf } from './booking.reader';
import { Booking } from './booking.entity';
import { confirm, type Circumstances, type Decision, type Outcome } from './booking.rules';
import { actionReplies } from './booking.reply';
import { letOverlapOwnPlans, lockPerson, othersOf, staysIn, withoutOverlap } from './one-person';
import { runningStay } from './one-person.rules';
import { tellRemainingStay } from './remaining-stay';

export interface BookingAddress {
  readonly premisesId: string;
  readonly bookingId: string;
}

export type Decide<K extends ActionKind> = (
  booking: Booking,
  actions: readonly RecordedAction[],
  circumstances: Circumstances,
) => Outcome<K>;

interface Move {
  readonly kind: ActionKind;
  readonly before: Booking;
  readonly after: Booking;
  readonly today: Day;
}

interface Subject {
  readonly booking: Booking;
  readonly premises: Premises;
  readonly member: StaffMember;
}

/** Somebody left, or stayed until a day that is not to come: no plan refuses that. */
const isFact = ({ kind, after, today }: Move): boolean =>
  kind === 'departure' || (kind === 'overstay' && after.departureDate <= today);

const ends = ({ status }: Booking, { changes }: Decision): boolean =>
  status === 'arrived' && changes.status !== undefined && changes.status !== 'arrived';

/** Every change of an existing booking goes through here: check, lock, decide, save, tell. */
@Injectable()
export class StayService {
  constructor(
    private readonly access: Access,
    private readonly work: UnitOfWork,
    private readonly reader: BookingReader,
    private readonly people: PeopleClient,
    private readonly bankHolidays: BankHolidays,
    private readonly placements: PlacementService,
  ) {}

  /** A provisional booking becomes firm while its referral waits for a place: as when it was made, the referral is asked about first. */
  async confirm(principal: Principal, at: BookingAddress, notes: string | null) {
    const member = await this.access.assessor(principal);
    const booking = await this.reader.find(member, at.bookingId.toLowerCase(), at.premisesId.toLowerCase());
    await this.people.requireVisible(booking.crn, principal.token);
    if (booking.status === 'provisional' && booking.assessmentId)
      requireConfirmable(booking.id, await this.placements.statusOf(booking.assessmentId, principal.token));
    return this.change(principal, at, (found, _, c) => confirm(found, notes, c));
  }

  async change<K extends ActionKind>(principal: Principal, at: BookingAddress, decide: Decide<K>) {
    const premisesId = at.premisesId.toLowerCase();
    const bookingId = at.bookingId.toLowerCase();
    const member = await this.access.assessor(principal);
    const { bedspaceId, crn } = await this.reader.find(member, bookingId, premisesId);
    await this.people.requireVisible(crn, principal.token);
    const { action, premises } = await withoutOverlap(() =>
      this.work.run(async (tx, publish) => {
        await lockPerson(tx, crn);
        const premises = await lockAddress(tx, premisesId);
        await lockBedspace(tx, { id: bedspaceId, premisesId });
        const booking = await tx.findOne(Booking, { where: { id: bookingId }, lock: { mode: 'pessimistic_write' } });
        if (!booking) throw notFound('BOOKING_NOT_FOUND');
        const circumstances = { ...(await this.circumstances(tx, booking)), premises, by: staffBlock(member) };
        const outcome = decide(booking, await actionsOf(tx, [bookingId]), circumstances);
        if ('repeated' in outcome) return { action: outcome.repeated, premises };
        const { now, by, others } = circumstances;
        const action = await this.apply(tx, publish, { booking, premises, member }, outcome, now);
        const remaining = runningStay(others);
        if (remaining && ends(booking, outcome))
          await tellRemainingStay(tx, publish, remaining.id, { premises, now, by });
        return { action, premises };
      }),
    );
    return actionReplies[action.kind](action, premises.reference);
  }

  private async circumstances(tx: EntityManager, booking: Booking) {
    const [others, inSameBed] = [await othersOf(tx, booking.crn, booking.id), await staysIn(tx, booking)];
    return { now: clock.now(), holidays: this.bankHolidays.current(), others, inSameBed };
  }

  private async apply<K extends ActionKind>(
    tx: EntityManager,
    publish: Publish,
    { booking, premises, member }: Subject,
    { changes, action, events }: Decision<K>,
    now: Date,
  ): Promise<RecordedAction<K>> {
    const changed: Booking = { ...booking, ...changes, version: booking.version + events.length };
    const move = { kind: action.kind, before: booking, after: changed, today: londonDate(now) };
    await this.moveOccupancy(tx, move, premises);
    if (isFact(move) && changed.status === 'arrived') await letOverlapOwnPlans(tx, changed);
    await tx.save(Booking, changed);
    const recorded = { ...action, id: newId(), bookingId: booking.id, createdAt: now };
    await tx.save(BookingAction, { ...recorded, createdByUserId: member.userId });
    publish({ id: booking.id, key: booking.crn, version: changed.version }, events);
    return recorded;
  }

  private async moveOccupancy(tx: EntityManager, move: Move, premises: Premises): Promise<void> {
    const { before, after, today } = move;
    if (after.status === 'cancelled') return release(tx, after.id);
    const period = { from: after.arrivalDate, to: after.effectiveEndDate };
    const wanted = { id: after.id, kind: 'booking', bedspaceId: after.bedspaceId, period } as const;
    if (before.arrivalDate === after.arrivalDate && before.effectiveEndDate === after.effectiveEndDate) return;
    if (isFact(move)) return claimWhatIsLeft(tx, wanted);
    const bedspace = await lockBedspace(tx, { id: after.bedspaceId, premisesId: premises.id });
    const refusal = bedspace ? closedFor(bedspace, after) : notFound('BEDSPACE_NOT_FOUND');
    if (refusal) throw refusal;
    await claim(tx, wanted, today);
  }
}
