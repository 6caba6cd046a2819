import { surnameOf, type Subject, type SubjectRecords } from '@throughcare/platform/subject-access';
import type { EntityManager } from 'typeorm';
import type { Allocation, DateChange, Rejection } from '../timeline/note.entity';
import { pduName, reasonOf, regionName } from '../shown-names';

interface AssessmentRow {
  readonly id: string;
  readonly probationRegionId: string;
  readonly probationDeliveryUnitId: string | null;
  readonly rejectionReasonId: string | null;
  readonly allocatedTo: string | null;
  readonly [column: string]: unknown;
}
interface NoteRow {
  readonly category: string | null;
  readonly details: Rejection | DateChange | Allocation | null;
  readonly author: string | null;
  readonly [column: string]: unknown;
}

const assessmentsOf = (db: EntityManager, { crn, nomsNumber, from, before }: Subject): Promise<AssessmentRow[]> =>
  db.query<AssessmentRow[]>(
    `select a.id, a.application_id as "applicationId", a.crn, a.noms_number as "nomsNumber", a.created_at as "createdAt", a.status,
            a.probation_region_id as "probationRegionId", a.probation_delivery_unit_id as "probationDeliveryUnitId",
            a.release_date::text as "releaseDate", a.accommodation_required_from_date::text as "accommodationRequiredFromDate",
            a.sexual_risk as "sexualRisk", a.eligibility_reason as "eligibilityReason", s.name as "allocatedTo",
            a.allocated_at as "allocatedAt", a.decided_at as "decidedAt", a.completed_at as "completedAt",
            a.closed_by_booking_id as "closedByBookingId", a.rejection_reason_id as "rejectionReasonId",
            a.rejection_reason_detail as "rejectionReasonDetail", a.rejection_rationale as "rejectionRationale",
            a.is_withdrawn as "isWithdrawn", l.rosh as "roshLevel", l.mappa as "mappaLevel", l.arson as "arsonRisk"
       from assessment a left join staff s on s.user_id = a.allocated_to_user_id left join risk_level l on l.assessment_id = a.id
      where (a.crn = $1 or a.noms_number = $2) and ($3::timestamptz is null or a.created_at >= $3)
        and ($4::timestamptz is null or a.created_at < $4)
      order by a.created_at desc, a.id`,
    [crn ?? null, nomsNumber ?? null, from ?? null, before ?? null],
  );

/** Notes of every assessment of the person, also of one that came before the time asked for. */
const notesOf = (db: EntityManager, { crn, nomsNumber, from, before }: Subject): Promise<NoteRow[]> =>
  db.query<NoteRow[]>(
    `select n.assessment_id as "assessmentId", n.created_at as "createdAt", n.kind, n.category, n.message, n.details, s.name as author
       from note n join assessment a on a.id = n.assessment_id
            left join staff s on s.user_id = n.created_by_user_id or s.username = n.created_by_username
      where (a.crn = $1 or a.noms_number = $2) and ($3::timestamptz is null or n.created_at >= $3)
        and ($4::timestamptz is null or n.created_at < $4)
      order by n.created_at desc, n.id`,
    [crn ?? null, nomsNumber ?? null, from ?? null, before ?? null],
  );

const bookingsOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select b.booking_id as "bookingId", b.assessment_id as "assessmentId", b.state
       from booking_view b where b.crn = $1 or exists (
         select from assessment a where a.id = b.assessment_id and (a.crn = $1 or a.noms_number = $2))
      order by b.booking_id`,
    [crn ?? null, nomsNumber ?? null],
  );

const custodyOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select c.noms_number as "nomsNumber", c.in_custody as "inCustody", c.is_recall as "isRecall", c.has_died as "hasDied",
            c.occurred_at as "occurredAt"
       from custody_view c where c.noms_number = $2 or exists (
         select from assessment a where a.noms_number = c.noms_number and a.crn = $1)
      order by c.noms_number`,
    [crn ?? null, nomsNumber ?? null],
  );

const releaseDatesOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select d.noms_number as "nomsNumber", d.release_date::text as "releaseDate", d.changed_at as "changedAt"
       from release_date_view d where d.noms_number = $2 or exists (
         select from assessment a where a.noms_number = d.noms_number and a.crn = $1)
      order by d.noms_number`,
    [crn ?? null, nomsNumber ?? null],
  );

const asShown = ({ probationRegionId, probationDeliveryUnitId, rejectionReasonId, ...row }: AssessmentRow) => ({
  ...row,
  probationRegion: regionName(probationRegionId),
  probationDeliveryUnit: pduName(probationDeliveryUnitId),
  rejectionReason: rejectionReasonId === null ? null : (reasonOf(rejectionReasonId)?.name ?? null),
  allocatedTo: surnameOf(row.allocatedTo),
});

/** Ids of staff and of reasons say nothing to the person: names do. */
const noteAsShown = ({ category, details, author, ...row }: NoteRow) => {
  const rejection = category === 'rejected' ? (details as Rejection | null) : null;
  return {
    ...row,
    category,
    ...(rejection && {
      rejectionReason: reasonOf(rejection.reasonId)?.name ?? null,
      rejectionReasonDetail: rejection.detail,
      isWithdrawn: rejection.isWithdrawn,
    }),
    ...(row['kind'] === 'dates' && { dateChange: details }),
    author: surnameOf(author),
  };
};

/** What assessment holds about a person: their referrals' assessments, every note, and the bookings it knows of. */
export const subjectRecords: SubjectRecords = {
  identifiers: ['crn', 'prn'],
  find: async (db, subject) => {
    const assessments = await assessmentsOf(db, subject);
    const notes = await notesOf(db, subject);
    const custody = await custodyOf(db, subject);
    if ([assessments, notes, custody].every(({ length }) => length === 0)) return undefined;
    return {
      assessments: assessments.map(asShown),
      assessmentReferralHistoryNotes: notes.map(noteAsShown),
      bookings: await bookingsOf(db, subject),
      custody,
      releaseDates: await releaseDatesOf(db, subject),
    };
  },
};
