import { surnameOf, type Subject, type SubjectRecords } from '@throughcare/platform/subject-access';
import { lists } from '@throughcare/reference/lists';
import { deliveryUnitOf, regionOf } from '@throughcare/reference/regions';
import type { EntityManager } from 'typeorm';

interface Row {
  readonly author?: string | null;
  readonly [column: string]: unknown;
}
interface ReferralRow extends Row {
  readonly homeRegionId: string | null;
  readonly placementRegionId: string | null;
  readonly placementPduId: string | null;
  readonly withdrawalReasonId: string | null;
}

const PERSON = '(a.crn = $1 or a.noms_number = $2)';
const within = (column: string) =>
  `($3::timestamptz is null or ${column} >= $3) and ($4::timestamptz is null or ${column} < $4)`;
const valuesOf = ({ crn, nomsNumber, from, before }: Subject) =>
  [crn ?? null, nomsNumber ?? null, from ?? null, before ?? null] as const;

/** Drafts too, and those that were deleted. What somebody typed is given as it was typed. */
const referralsOf = (db: EntityManager, subject: Subject) =>
  db.query<ReferralRow[]>(
    `select a.id, a.reference_number as "referenceNumber", a.crn, a.noms_number as "nomsNumber", a.conviction_id as "convictionId",
            a.event_number as "eventNumber", a.offence_id as "offenceId", a.referred_by as "referredBy", a.created_at as "createdAt",
            a.submitted_at as "submittedAt", a.deleted_at as "deletedAt", a.withdrawn_at as "withdrawnAt",
            a.withdrawal_reason_id as "withdrawalReasonId", a.withdrawal_detail as "withdrawalDetail", a.risks, a.risks_changed as "risksChanged",
            r.latest as "latestRisks", a.data::json as answers, a.document::json as document, a.readable_copy::json as "readableCopy",
            a.summary_data::json as "summaryData", a.home_region_id as "homeRegionId", a.placement_region_id as "placementRegionId",
            a.placement_pdu_id as "placementPduId", a.arrival_date::text as "arrivalDate", a.person_release_date::text as "personReleaseDate",
            a.prison_release_types as "prisonReleaseTypes", a.is_registered_sex_offender as "isRegisteredSexOffender",
            a.is_history_of_sexual_offence as "isHistoryOfSexualOffence", a.is_concerning_sexual_behaviour as "isConcerningSexualBehaviour",
            a.has_history_of_arson as "hasHistoryOfArson", a.is_concerning_arson_behaviour as "isConcerningArsonBehaviour",
            a.needs_accessible_property as "needsAccessibleProperty", a.is_duty_to_refer_submitted as "isDutyToReferSubmitted",
            a.duty_to_refer_submission_date::text as "dutyToReferSubmissionDate",
            a.duty_to_refer_local_authority as "dutyToReferLocalAuthorityAreaName", a.duty_to_refer_outcome as "dutyToReferOutcome",
            a.is_application_eligible as "isApplicationEligible", a.eligibility_reason as "eligibilityReason",
            a.assessment_status as "assessmentStatus", a.assessment_decision as "assessmentDecision", s.name as author
       from application a left join application_risk r on r.application_id = a.id left join staff s on s.user_id = a.created_by_user_id
      where ${PERSON} and ${within('a.created_at')} order by a.created_at desc, a.id`,
    [...valuesOf(subject)],
  );

/** What drafts and referrals said before, of every referral, also of one that was begun before the time asked for. */
const earlierOf = (db: EntityManager, subject: Subject) =>
  db.query<Row[]>(
    `select e.application_id as "applicationId", e.amended_at as "replacedAt", e.reason, e.changed as pages, e.data::json as answers,
            e.document::json as document, e.readable_copy::json as "readableCopy", s.name as author
       from application_amendment e join application a on a.id = e.application_id left join staff s on s.user_id = e.amended_by
      where ${PERSON} and ${within('e.amended_at')}
     union all
     select d.application_id, d.replaced_at, null, d.lost, d.data::json, null, null, s.name
       from draft_revision d join application a on a.id = d.application_id left join staff s on s.user_id = a.created_by_user_id
      where ${PERSON} and ${within('d.replaced_at')}
      order by 2 desc, 1`,
    [...valuesOf(subject)],
  );

const historyOf = (db: EntityManager, subject: Subject) =>
  db.query<Row[]>(
    `select h.application_id as "applicationId", h.at, h.type, h.booking_id as "bookingId"
       from application_history h join application a on a.id = h.application_id
      where ${PERSON} and ${within('h.at')} order by h.at desc, h.event_id`,
    [...valuesOf(subject)],
  );

const bookingsOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<Row[]>(
    `select b.booking_id as "bookingId", b.application_id as "applicationId", b.status, b.arrival_date::text as "arrivalDate",
            b.departure_date::text as "departureDate", b.cancelled_on::text as "cancelledOn", b.cancellation_reason as "cancellationReason"
       from application_booking b join application a on a.id = b.application_id where ${PERSON} order by b.arrival_date desc, b.booking_id`,
    [crn ?? null, nomsNumber ?? null],
  );

/** Ids of staff and of lists say nothing to the person: names do. */
const withSurname = ({ author, ...row }: Row) => ({ ...row, author: surnameOf(author) });
const asShown = ({ homeRegionId, placementRegionId, placementPduId, withdrawalReasonId, ...row }: ReferralRow) => ({
  ...withSurname(row),
  homeRegion: regionOf(homeRegionId)?.name ?? null,
  placementRegion: regionOf(placementRegionId)?.name ?? null,
  placementProbationDeliveryUnit: deliveryUnitOf(placementPduId)?.name ?? null,
  withdrawalReason: lists.find('referral-rejection-reasons', withdrawalReasonId)?.name ?? null,
});

/** What referral holds about a person: drafts and referrals with every answer, what they said before, and what became of them. */
export const subjectRecords: SubjectRecords = {
  identifiers: ['crn', 'prn'],
  find: async (db, subject) => {
    const [applications, earlier] = [await referralsOf(db, subject), await earlierOf(db, subject)];
    const history = await historyOf(db, subject);
    if ([applications, earlier, history].every(({ length }) => length === 0)) return undefined;
    return {
      applications: applications.map(asShown),
      earlierAnswers: earlier.map(withSurname),
      applicationHistory: history,
      bookings: await bookingsOf(db, subject),
    };
  },
};
