import { Injectable } from '@nestjs/common';
import { Reaches, type Shown } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { BankHolidays } from '@throughcare/platform/bank-holidays';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { invalid, invalidField, notFound } from '@throughcare/base/errors';
import type { Person } from '@throughcare/platform/people';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Bedspace } from '../bedspace/bedspace.entity';
import { Premises } from '../premises/premises.entity';
import { PremisesFinder } from '../premises/premises.finder';
import { known } from '../reference-data/reference-data';
import type { RecordedAction } from './booking-action';
import { BookingAction } from './booking-action.entity';
import { Booking } from './booking.entity';
import { toBooking } from './booking.reply';
import { surroundingsOf } from './surroundings';

const MISMATCH = { detail: 'The booking belongs to other premises' };

/** What was recorded about these bookings, in the order it was recorded. */
export const actionsOf = (tx: EntityManager, bookingIds: readonly string[]): Promise<RecordedAction[]> =>
  tx.find(BookingAction, { where: { bookingId: In([...bookingIds]) }, order: { createdAt: 'ASC', id: 'ASC' } });

/** Finds bookings for a member of staff and shows them as the public API does. */
@Injectable()
export class BookingReader {
  constructor(
    private readonly premises: PremisesFinder,
    private readonly db: DataSource,
    private readonly reaches: Reaches,
    private readonly bankHolidays: BankHolidays,
  ) {}

  /** The booking, when the member may see its premises; with `premisesId`, it must belong to those. */
  async find(me: StaffMember, bookingId: string, premisesId?: string): Promise<Booking> {
    if (premisesId !== undefined) await this.premises.find(me, premisesId);
    const booking = await this.db.manager.findOneBy(Booking, { id: bookingId });
    if (!booking || booking.erasedAt) throw notFound('BOOKING_NOT_FOUND');
    if (premisesId !== undefined && booking.premisesId !== premisesId)
      throw invalid('BOOKING_OF_OTHER_PREMISES', MISMATCH);
    if (premisesId === undefined) await this.premises.find(me, booking.premisesId);
    return booking;
  }

  /** The property that a bedspace belongs to, when the member may see it. */
  async premisesOfBedspace(me: StaffMember, bedspaceId: string): Promise<Premises> {
    const bedspace = await this.db.manager.findOneBy(Bedspace, { id: bedspaceId });
    if (!bedspace) throw invalidField('$.bedspaceId', 'doesNotExist');
    return this.premises.find(me, bedspace.premisesId);
  }

  /** With their people, as the caller may see them. */
  async replies(caller: Principal, bookings: readonly Booking[]) {
    return this.show(await this.reaches.people(caller, bookings, ({ crn }) => crn));
  }

  async reply(booking: Booking, person: Person) {
    const [reply] = await this.show([{ row: booking, person }]);
    return known(reply);
  }

  private async show(shown: readonly Shown<Booking>[]) {
    if (shown.length === 0) return [];
    const tx = this.db.manager;
    const bookings = shown.map(({ row }) => row);
    const today = londonDate(clock.now());
    const [actions, bedspaces, premises, around] = await Promise.all([
      actionsOf(
        tx,
        bookings.map(({ id }) => id),
      ),
      tx.findBy(Bedspace, { id: In(bookings.map(({ bedspaceId }) => bedspaceId)) }),
      tx.findBy(Premises, { id: In(bookings.map(({ premisesId }) => premisesId)) }),
      surroundingsOf(tx, bookings, today),
    ]);
    const actionsByBooking = Map.groupBy(actions, ({ bookingId }) => bookingId);
    const holidays = this.bankHolidays.current();
    return shown.map(({ row: booking, person }) => {
      const place = {
        premises: known(premises.find(({ id }) => id === booking.premisesId)),
        bedspace: known(bedspaces.find(({ id }) => id === booking.bedspaceId)),
      };
      const recorded = actionsByBooking.get(booking.id) ?? [];
      return toBooking(booking, recorded, place, { person, today, holidays, around: around(booking) });
    });
  }
}
