import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork, type Publish } from '@throughcare/messaging/unit-of-work';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { clock } from '@throughcare/platform/clock';
import { notFound } from '@throughcare/platform/errors';
import { PeopleClient } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, type EntityManager } from 'typeorm';
import { Access } from '../access';
import { lockBedspace } from '../bedspace/lock-bedspace';
import { claim, release } from '../occupancy/occupancy';
import { closedFor } from '../occupancy/occupancy.rules';
import type { Premises } from '../premises/premises.entity';
import type { ActionKind, RecordedAction } from './booking-action';
import { BookingAction } from './booking-action.entity';
import { staffBlock } from './booking-facts';
import { BookingReader, actionsOf } from './booking.reader';
import { Booking } from './booking.entity';
import type { Circumstances, Decision, Outcome } from './booking.rules';
import { actionReplies } from './booking.reply';

export interface BookingAddress {
  readonly premisesId: string;
  readonly bookingId: string;
}

export type Decide<K extends ActionKind> = (
  booking: Booking,
  actions: readonly RecordedAction[],
  circumstances: Circumstances,
) => Outcome<K>;

interface Subject {
  readonly booking: Booking;
  readonly premises: Premises;
  readonly member: StaffMember;
}

/** Every change of an existing booking goes through here: check, lock, decide, save, tell. */
@Injectable()
export class StayService {
  constructor(
    private readonly access: Access,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly reader: BookingReader,
    private readonly people: PeopleClient,
    private readonly bankHolidays: BankHolidays,
  ) {}

  async change<K extends ActionKind>(principal: Principal, at: BookingAddress, decide: Decide<K>) {
    const premisesId = at.premisesId.toLowerCase();
    const bookingId = at.bookingId.toLowerCase();
    const member = await this.access.assessor(principal);
    const premises = await this.access.premises(this.db.manager, member, premisesId);
    const { bedspaceId, crn } = await this.reader.find(member, bookingId, premisesId);
    await this.people.requireVisible(crn, principal.token);
    const action = await this.work.run(async (tx, publish) => {
      await lockBedspace(tx, { id: bedspaceId, premisesId });
      const booking = await tx.findOne(Booking, { where: { id: bookingId }, lock: { mode: 'pessimistic_write' } });
      if (!booking) throw notFound('BOOKING_NOT_FOUND');
      const circumstances = { ...this.circumstances(), premises, by: staffBlock(member) };
      const outcome = decide(booking, await actionsOf(tx, [bookingId]), circumstances);
      if ('repeated' in outcome) return outcome.repeated;
      return this.apply(tx, publish, { booking, premises, member }, outcome, circumstances.now);
    });
    return actionReplies[action.kind](action, premises.reference);
  }

  private circumstances() {
    return { now: clock.now(), holidays: this.bankHolidays.current() };
  }

  private async apply<K extends ActionKind>(
    tx: EntityManager,
    publish: Publish,
    { booking, premises, member }: Subject,
    { changes, action, events }: Decision<K>,
    now: Date,
  ): Promise<RecordedAction<K>> {
    const changed: Booking = { ...booking, ...changes, version: booking.version + events.length };
    await this.moveOccupancy(tx, booking, changed, premises);
    await tx.save(Booking, changed);
    const recorded = { ...action, id: newId(), bookingId: booking.id, createdAt: now };
    await tx.save(BookingAction, { ...recorded, createdByUserId: member.userId });
    if (events.length > 0) publish({ id: booking.id, key: booking.crn, version: changed.version }, events);
    return recorded;
  }

  private async moveOccupancy(tx: EntityManager, before: Booking, after: Booking, premises: Premises): Promise<void> {
    if (after.status === 'cancelled') return release(tx, after.id);
    if (before.arrivalDate === after.arrivalDate && before.effectiveEndDate === after.effectiveEndDate) return;
    const bedspace = await lockBedspace(tx, { id: after.bedspaceId, premisesId: premises.id });
    const refusal = bedspace ? closedFor(bedspace, after) : notFound('BEDSPACE_NOT_FOUND');
    if (refusal) throw refusal;
    const period = { from: after.arrivalDate, to: after.effectiveEndDate };
    await claim(tx, { id: after.id, kind: 'booking', bedspaceId: after.bedspaceId, period });
  }
}
