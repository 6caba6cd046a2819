import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import type { StaffMember } from '@throughcare/platform/staff';
import { requireConfirmable } from '../referral/placement.rules';
import { PlacementService } from '../referral/placement.service';
import type { ActionKind } from '../booking/booking-action';
import type {
  NewArrival,
  BookingPath,
  NewCancellation,
  NewConfirmation,
  DatesUpdate,
  NewDeparture,
  NewExtension,
  NewMove,
  NewNonArrival,
  NewOverstay,
  NewTurnaround,
} from '../booking/booking.dto';
import type { Booking } from '../booking/booking.entity';
import { BookingReader } from '../booking/booking.reader';
import { actionReplies } from '../booking/booking.reply';
import { changeTurnaround, confirm, notesOf } from '../booking/booking.rules';
import { cancel } from './cancellation.rules';
import { changeStay, type Decide } from './change-stay';
import { withoutOverlap } from '../booking/one-person';
import { changeDates } from './dates.rules';
import { depart } from './departure.rules';
import { moveStay } from './move-stay';
import { recordNonArrival } from './non-arrival.rules';
import { arrive, extend, overstay } from './stay.rules';

/** What staff do with a booking that is there. */
@Injectable()
export class StayService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly reader: BookingReader,
    private readonly reaches: Reaches,
    private readonly bankHolidays: BankHolidays,
    private readonly placements: PlacementService,
  ) {}

  /** A provisional booking becomes firm while its referral waits for a place: as when it was made, the referral is asked about first. */
  async confirm(me: StaffMember, caller: Principal, at: BookingPath, body: NewConfirmation) {
    const requireReferral = async ({ id, status, assessmentId }: Booking) => {
      if (status === 'provisional' && assessmentId)
        requireConfirmable(id, await this.placements.statusOf(assessmentId, caller.token));
    };
    return this.change(me, caller, at, (booking, _, c) => confirm(booking, notesOf(body.notes), c), requireReferral);
  }

  arrive(
    me: StaffMember,
    caller: Principal,
    at: BookingPath,
    { arrivalDate, expectedDepartureDate, notes }: NewArrival,
  ) {
    const request = { arrivalDate, expectedDepartureDate, notes: notesOf(notes) };
    return this.change(me, caller, at, (booking, actions, c) => arrive(booking, actions, request, c));
  }

  depart(me: StaffMember, caller: Principal, at: BookingPath, body: NewDeparture) {
    const request = {
      dateTime: new Date(body.dateTime).toISOString(),
      reasonId: body.reasonId.toLowerCase(),
      moveOnCategoryId: body.moveOnCategoryId.toLowerCase(),
      notes: notesOf(body.notes),
    };
    const beyond = body.overstay
      ? { isAuthorised: body.overstay.isAuthorised, reason: notesOf(body.overstay.reason) }
      : undefined;
    return this.change(me, caller, at, (booking, actions, c) => depart(booking, actions, request, c, beyond));
  }

  cancel(me: StaffMember, caller: Principal, at: BookingPath, { date, reason, notes }: NewCancellation) {
    const request = { date, reasonId: reason.toLowerCase(), notes: notesOf(notes) };
    return this.change(me, caller, at, (booking, actions, c) => cancel(booking, actions, request, c));
  }

  /** Before the person has arrived. */
  changeDates(me: StaffMember, caller: Principal, at: BookingPath, { arrivalDate, departureDate, notes }: DatesUpdate) {
    const request = { arrivalDate, departureDate, notes: notesOf(notes) };
    return this.change(me, caller, at, (booking, actions, c) => changeDates(booking, actions, request, c));
  }

  /** The person did not come. */
  notArrived(me: StaffMember, caller: Principal, at: BookingPath, { reasonId, notes }: NewNonArrival) {
    const request = { reasonId: reasonId.toLowerCase(), notes: notesOf(notes) };
    return this.change(me, caller, at, (booking, actions, c) => recordNonArrival(booking, actions, request, c));
  }

  /** To a bedspace of any property that the member of staff reaches. */
  async move(me: StaffMember, caller: Principal, bookingId: string, { bedspaceId, movedOn, notes }: NewMove) {
    const found = await this.reader.find(me, bookingId);
    await this.reaches.person(caller, found.crn);
    const request = { bedspaceId: bedspaceId.toLowerCase(), movedOn, notes: notesOf(notes) };
    const { id: toPremisesId } = await this.reader.premisesOfBedspace(me, request.bedspaceId);
    const moving = { found, member: me, holidays: this.bankHolidays.current(), request, toPremisesId };
    const { action, premises } = await withoutOverlap(() => moveStay(this.work, moving));
    return actionReplies.move(action, premises.reference);
  }

  extend(me: StaffMember, caller: Principal, at: BookingPath, { newDepartureDate, notes }: NewExtension) {
    const request = { newDepartureDate, notes: notesOf(notes) };
    return this.change(me, caller, at, (booking, actions, c) => extend(booking, actions, request, c));
  }

  overstay(
    me: StaffMember,
    caller: Principal,
    at: BookingPath,
    { newDepartureDate, isAuthorised, reason }: NewOverstay,
  ) {
    const request = { newDepartureDate, isAuthorised, reason: notesOf(reason) };
    return this.change(me, caller, at, (booking, actions, c) => overstay(booking, actions, request, c));
  }

  changeTurnaround(me: StaffMember, caller: Principal, at: BookingPath, { workingDays }: NewTurnaround) {
    return this.change(me, caller, at, (booking, actions, c) => changeTurnaround(booking, actions, workingDays, c));
  }

  /** Asks who may press the button, and what the network must answer, before anything is locked. */
  private async change<K extends ActionKind>(
    me: StaffMember,
    caller: Principal,
    at: BookingPath,
    decide: Decide<K>,
    before?: (found: Booking) => Promise<void>,
  ) {
    const found = await this.reader.find(me, at.bookingId.toLowerCase(), at.premisesId.toLowerCase());
    await this.reaches.person(caller, found.crn);
    await before?.(found);
    const pressing = { found, member: me, holidays: this.bankHolidays.current() };
    const { action, premises } = await withoutOverlap(() => changeStay(this.work, pressing, decide));
    return actionReplies[action.kind](action, premises.reference);
  }
}
