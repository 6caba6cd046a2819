import { Inject, Injectable } from '@nestjs/common';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { notFound } from '@throughcare/base/errors';
import { isCrn } from '@throughcare/base/person-numbers';
import { CONFIG } from '@throughcare/platform/config';
import type { ServiceConfig } from '@throughcare/platform/config';
import { survivorOf } from '@throughcare/platform/numbers';
import { StaffDirectory } from '@throughcare/platform/staff';
import { DataSource } from 'typeorm';
import {
  candidateOf,
  toHistoryItems,
  toLatestBooking,
  toSuitable,
  type BookedPlace,
  type ExternalReferral,
} from './external.reply';
import { suitableOf } from './suitable.rules';

const BOOKINGS = `
  select b.application_id as "applicationId", b.status, b.arrival_date::text as "arrivalDate", b.departure_date::text as "departureDate",
         b.offered_at as "offeredAt", b.cancelled_on::text as "cancelledOn", b.cancellation_reason as "cancellationReason",
         p.reference, p.address_line1 as "addressLine1", p.address_line2 as "addressLine2", p.town, p.postcode
    from application_booking b left join premises_view p using (premises_id)`;

/** What the single-accommodation service asks about a person, who may have more than one number. */
@Injectable()
export class ExternalService {
  private readonly uiUrl: string;

  constructor(
    @Inject(CONFIG) config: Pick<ServiceConfig, 'PUBLIC_UI_URL'>,
    private readonly db: DataSource,
    private readonly staff: StaffDirectory,
  ) {
    this.uiUrl = config.PUBLIC_UI_URL.replace(/\/+$/, '');
  }

  async suitable(crn: string) {
    const referrals = await this.referralsOf(crn);
    const found = suitableOf(referrals.map(candidateOf), londonDate(clock.now()));
    return found && toSuitable(found.referral, this.uiUrl);
  }

  /** Of the bookings of all referrals of the person, the one where somebody has recorded an arrival last. */
  async currentPremises(crn: string) {
    const [row] = await this.db.query<BookedPlace[]>(
      `${BOOKINGS} join application a on a.id = b.application_id
        where a.crn = $1 and b.status = 'arrived' and a.erased_at is null and p.premises_id is not null
        order by a.created_at desc, b.offered_at desc nulls last, b.booking_id limit 1`,
      [await this.numberOf(crn)],
    );
    return row && toLatestBooking(row);
  }

  async history(crn: string) {
    const referrals = await this.referralsOf(crn);
    return referrals.flatMap((referral) => (referral.submittedAt ? toHistoryItems(referral, this.uiUrl) : []));
  }

  urlTemplates() {
    return { cas3ReferralStart: `${this.uiUrl}/referrals/new` };
  }

  /** Newest first, each with its bookings, the newest first. */
  private async referralsOf(crn: string): Promise<ExternalReferral[]> {
    const rows = await this.db.query<Omit<ExternalReferral, 'bookings' | 'referredBy'>[]>(
      `select a.id, a.created_at as "createdAt", a.submitted_at as "submittedAt", a.withdrawn_at as "withdrawnAt",
              a.withdrawal_reason_id as "withdrawalReasonId", a.assessment_status as "assessmentStatus",
              a.arrival_date::text as "arrivalDate", a.person_release_date::text as "releaseDate",
              a.placement_pdu_id as "placementPduId", a.duty_to_refer_local_authority as "localAuthority",
              a.created_by_user_id as "createdByUserId", h.reason_id as "rejectionReasonId"
         from application a
              left join lateral (select reason_id from application_history
                                  where application_id = a.id and reason_id is not null order by at desc, event_id limit 1) h on true
        where a.crn = $1 and a.deleted_at is null and a.erased_at is null
        order by a.created_at desc, a.id`,
      [await this.numberOf(crn)],
    );
    const booked = await this.db.query<BookedPlace[]>(
      `${BOOKINGS} where b.application_id = any($1) order by b.offered_at desc nulls last, b.booking_id`,
      [rows.map(({ id }) => id)],
    );
    const names = await this.staff.findAll([...new Set(rows.map(({ createdByUserId }) => createdByUserId))]);
    return rows.map((row) => {
      const { name = '', username = '', staffCode = '' } = names.get(row.createdByUserId) ?? {};
      const bookings = booked.filter(({ applicationId }) => applicationId === row.id);
      return { ...row, bookings, referredBy: { name, username, staffCode } };
    });
  }

  /** Refuses what can be nobody's number: "no referrals" of a mistyped one would be taken for an answer. */
  private numberOf(given: string): Promise<string> {
    const crn = given.trim().toUpperCase();
    if (!isCrn(crn)) throw notFound('PERSON_NOT_FOUND');
    return survivorOf(this.db, 'crn', crn);
  }
}
