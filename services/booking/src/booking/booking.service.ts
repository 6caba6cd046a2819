import { Injectable } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import { createAggregate } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { invalidField } from '@throughcare/base/errors';
import { hasErased } from '@throughcare/platform/erasure';
import type { FullPerson } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { lockBedspace } from '../bedspace/lock-bedspace';
import { lockCustody, releasedAt } from '../custody/custody';
import { claim } from '../occupancy/occupancy';
import { occupiedPeriod, refusalOf } from '../occupancy/occupancy.rules';
import type { Premises } from '../premises/premises.entity';
import { PremisesFinder } from '../premises/premises.finder';
import { known } from '../reference-data/reference-data';
import { PlacementService, type LinkedReferral } from '../referral/placement.service';
import { BookingAction } from './booking-action.entity';
import { properNomsNumber } from './booking-facts';
import { staffBlock } from '../staff-block';
import { bookings } from './booking.aggregate';
import { BookingReader } from './booking.reader';
import { Booking } from './booking.entity';
import { book, type Circumstances } from './booking.rules';
import { lockPerson, othersOf, requireOnlyBooking, withoutOverlap } from './one-person';

export interface BookingRequest {
  readonly crn: string;
  readonly arrivalDate: string;
  readonly departureDate: string;
  readonly bedspaceId: string;
  readonly enableTurnarounds?: boolean | null;
  readonly assessmentId?: string | null;
}

interface Placement {
  readonly request: BookingRequest;
  readonly premises: Premises;
  readonly member: StaffMember;
  readonly person: FullPerson;
  readonly referral: LinkedReferral | undefined;
}

@Injectable()
export class BookingService {
  constructor(
    private readonly premises: PremisesFinder,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
    private readonly reaches: Reaches,
    private readonly placements: PlacementService,
    private readonly reader: BookingReader,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /** Books a bedspace of these premises provisionally. What the network must answer is asked before anything is locked. */
  async create(me: StaffMember, caller: Principal, premisesId: string, request: BookingRequest) {
    const premises = await this.premises.find(me, premisesId);
    const person = await this.visiblePerson(caller, request.crn.trim().toUpperCase());
    const referral = request.assessmentId
      ? await this.placements.requireReady(
          request.assessmentId,
          { crn: person.crn, probationRegionId: premises.probationRegionId },
          caller.token,
        )
      : undefined;
    const booking = await withoutOverlap(() =>
      this.work.run((tx) => this.place(tx, { request, premises, member: me, person, referral })),
    );
    return this.reader.reply(booking, person);
  }

  async get(me: StaffMember, caller: Principal, bookingId: string, premisesId?: string) {
    const booking = await this.reader.find(me, bookingId, premisesId);
    const [reply] = await this.reader.replies(caller, [booking]);
    return known(reply);
  }

  /** Every booking of the property, cancelled ones too, by arrival. */
  async list(me: StaffMember, caller: Principal, premisesId: string) {
    await this.premises.find(me, premisesId);
    const order = { arrivalDate: 'ASC', id: 'ASC' } as const;
    const bookings = await this.db.manager.find(Booking, { where: { premisesId, erasedAt: IsNull() }, order });
    return this.reader.replies(caller, bookings);
  }

  private async visiblePerson(caller: Principal, crn: string): Promise<FullPerson> {
    const person = await this.reaches.person(caller, crn);
    if (person.type === 'UnknownPerson') throw invalidField('$.crn', 'doesNotExist');
    return person;
  }

  private async place(tx: EntityManager, placement: Placement): Promise<Booking> {
    const { request, premises, member, person, referral } = placement;
    const id = newId();
    await lockPerson(tx, person.crn);
    if (await hasErased(tx, person.crn)) throw invalidField('$.crn', 'doesNotExist');
    const circumstances = {
      now: clock.now(),
      holidays: this.bankHolidays.current(),
      premises,
      by: staffBlock(member),
      others: await othersOf(tx, person.crn, id),
      inSameBed: [],
      overstayId: newId(),
    };
    if (request.assessmentId) await requireOnlyBooking(tx, request.assessmentId);
    const held = await this.hold(tx, id, placement, circumstances);
    const nomsNumber = properNomsNumber(person.nomsNumber) ?? referral?.nomsNumber ?? null;
    const numbers = { crn: person.crn, nomsNumber };
    await lockCustody(tx, numbers);
    const newBooking = {
      id,
      ...numbers,
      ...held,
      premisesId: premises.id,
      releasedAt: await releasedAt(tx, numbers),
      arrivalDate: request.arrivalDate,
      departureDate: request.departureDate,
      applicationId: referral?.applicationId ?? null,
      assessmentId: request.assessmentId?.toLowerCase() ?? null,
      eventNumber: referral?.eventNumber ?? null,
    };
    const { booking, action, events } = book(newBooking, circumstances);
    const recorded = { id: newId(), bookingId: id, createdAt: circumstances.now, createdByUserId: member.userId };
    const also = async () => void (await tx.insert(BookingAction, { ...action, ...recorded }));
    return createAggregate(this.work, bookings, booking, { events, also });
  }

  /** Takes the bedspace for the stay and its turnaround, or says what is in the way. */
  private async hold(tx: EntityManager, id: string, { request, premises }: Placement, c: Circumstances) {
    const bedspace = await lockBedspace(tx, { id: request.bedspaceId, premisesId: premises.id });
    if (!bedspace) throw invalidField('$.bedspaceId', 'doesNotExist');
    const refusal = refusalOf(request, bedspace, premises, londonDate(c.now));
    if (refusal) throw refusal;
    const turnaroundWorkingDays = request.enableTurnarounds ? premises.turnaroundWorkingDays : 0;
    const period = occupiedPeriod(request, turnaroundWorkingDays, c.holidays);
    await claim(tx, { id, kind: 'booking', bedspaceId: bedspace.id, period }, londonDate(c.now));
    return { bedspaceId: bedspace.id, turnaroundWorkingDays };
  }
}
