import { Injectable } from '@nestjs/common';
import type { BookingAlerts } from '@throughcare/api/cas3/booking';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { Reaches } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import type { StaffMember } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import { BookingReader } from '../booking/booking.reader';
import { surroundingsOf } from '../booking/surroundings';
import { warningsOf } from '../booking/warnings.rules';

interface Dismissal {
  readonly alert: string;
  readonly at: Date;
  readonly by: string | null;
}

@Injectable()
export class AlertsService {
  constructor(
    private readonly reader: BookingReader,
    private readonly reaches: Reaches,
    private readonly db: DataSource,
  ) {}

  async list(me: StaffMember, caller: Principal, bookingId: string): Promise<BookingAlerts> {
    const booking = await this.reader.find(me, bookingId);
    await this.reaches.person(caller, booking.crn);
    const today = londonDate(clock.now());
    const around = await surroundingsOf(this.db.manager, [booking], today);
    const dismissed = await this.db.query<Dismissal[]>(
      `select d.alert, d.at, s.name as by from booking_alert_dismissal d left join staff s on s.user_id = d.by_user_id
        where d.booking_id = $1 order by d.at desc, d.alert`,
      [bookingId],
    );
    return {
      open: warningsOf(booking, around(booking), today),
      dismissed: dismissed.map((one) => ({ ...one, at: one.at.toISOString() })),
    };
  }

  /** Somebody has dealt with it. A second press changes nothing; what never was, or has gone by itself, is not found. */
  async dismiss(me: StaffMember, caller: Principal, bookingId: string, alert: string): Promise<void> {
    const { open, dismissed } = await this.list(me, caller, bookingId);
    if (dismissed.some((one) => one.alert === alert)) return;
    if (!open.some((one) => one.alert === alert)) throw notFound('ALERT_NOT_FOUND');
    await this.db.query(
      `insert into booking_alert_dismissal (booking_id, alert, by_user_id, at) values ($1, $2, $3, $4) on conflict do nothing`,
      [bookingId, alert, me.userId, clock.now()],
    );
  }
}
