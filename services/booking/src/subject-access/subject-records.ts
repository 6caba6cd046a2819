import { surnameOf, type Subject, type SubjectRecords } from '@throughcare/platform/subject-access';
import { lists } from '@throughcare/reference/lists';
import type { EntityManager } from 'typeorm';

interface ActionRow {
  readonly details: Readonly<Record<string, unknown>>;
  readonly author: string | null;
  readonly [column: string]: unknown;
}

const REASONS = ['departure-reasons', 'cancellation-reasons', 'non-arrival-reasons', 'move-on-categories'] as const;

/** Words for the ids in what staff recorded: ids say nothing to the person. */
const wordsOf = (details: ActionRow['details']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => {
      if (typeof value !== 'string' || !/(ReasonId|reasonId|CategoryId)$/.test(name)) return [name, value];
      const item = REASONS.map((list) => lists.find(list, value)).find((found) => found !== undefined);
      return [name.replace(/Id$/, ''), item?.name ?? null];
    }),
  );

const PERSON = '(b.crn = $1 or b.noms_number = $2)';
const within = (column: string) =>
  `($3::timestamptz is null or ${column} >= $3) and ($4::timestamptz is null or ${column} < $4)`;
const valuesOf = ({ crn, nomsNumber, from, before }: Subject) =>
  [crn ?? null, nomsNumber ?? null, from ?? null, before ?? null] as const;

const bookingsOf = (db: EntityManager, subject: Subject) =>
  db.query<object[]>(
    `select b.id, b.application_id as "applicationId", b.assessment_id as "assessmentId", b.crn, b.noms_number as "nomsNumber",
            b.event_number as "eventNumber", b.status, b.created_at as "createdAt", b.arrival_date::text as "arrivalDate",
            b.departure_date::text as "departureDate", b.original_arrival_date::text as "originalArrivalDate",
            b.original_departure_date::text as "originalDepartureDate", b.turnaround_working_days as "turnaroundWorkingDays",
            b.released_at as "releasedAt", s.reference as "bedspaceReference", p.reference as "propertyReference",
            p.address_line1 as "addressLine1", p.address_line2 as "addressLine2", p.town, p.postcode
       from booking b join premises p on p.id = b.premises_id join bedspace s on s.id = b.bedspace_id
      where ${PERSON} and ${within('b.created_at')} order by b.created_at desc, b.id`,
    [...valuesOf(subject)],
  );

/** Every step of every booking of the person, also of one that was made before the time asked for. */
const actionsOf = (db: EntityManager, subject: Subject): Promise<ActionRow[]> =>
  db.query<ActionRow[]>(
    `select a.booking_id as "bookingId", a.kind, a.details, a.created_at as "createdAt", m.name as author
       from booking_action a join booking b on b.id = a.booking_id left join staff m on m.user_id = a.created_by_user_id
      where ${PERSON} and ${within('a.created_at')} order by a.created_at desc, a.id`,
    [...valuesOf(subject)],
  );

const formerBedspacesOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select f.booking_id as "bookingId", f.from_day::text as "from", f.to_day::text as "to", s.reference as "bedspaceReference",
            p.address_line1 as "addressLine1", p.address_line2 as "addressLine2", p.town, p.postcode
       from former_bed f join booking b on b.id = f.booking_id join premises p on p.id = f.premises_id
            join bedspace s on s.id = f.bedspace_id
      where ${PERSON} order by f.from_day desc, f.id`,
    [crn ?? null, nomsNumber ?? null],
  );

const referralsOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select b.application_id as "applicationId", b.assessment_status as "assessmentStatus", b.sexual_risk as "sexualRisk"
       from referral_view b where ${PERSON} order by b.application_id`,
    [crn ?? null, nomsNumber ?? null],
  );

const movementsOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select b.noms_number as "nomsNumber", b.in_custody as "inCustody", b.has_died as "hasDied", b.occurred_at as "occurredAt"
       from custody_view b where ${PERSON} order by b.occurred_at desc, b.noms_number`,
    [crn ?? null, nomsNumber ?? null],
  );

const releaseDatesOf = (db: EntityManager, { crn, nomsNumber }: Subject) =>
  db.query<object[]>(
    `select b.noms_number as "nomsNumber", b.release_date::text as "releaseDate", b.changed_at as "changedAt"
       from release_date_view b where ${PERSON} order by b.changed_at desc, b.noms_number`,
    [crn ?? null, nomsNumber ?? null],
  );

/** What booking holds about a person: bookings, every step of them, beds they moved from, and what it knows of referral and custody. */
export const subjectRecords: SubjectRecords = {
  identifiers: ['crn', 'prn'],
  find: async (db, subject) => {
    const [bookings, actions] = [await bookingsOf(db, subject), await actionsOf(db, subject)];
    const [referrals, movements] = [await referralsOf(db, subject), await movementsOf(db, subject)];
    if ([bookings, actions, referrals, movements].every(({ length }) => length === 0)) return undefined;
    return {
      bookings,
      bookingHistory: actions.map(({ details, author, ...row }) => ({
        ...row,
        details: wordsOf(details),
        author: surnameOf(author),
      })),
      formerBedspaces: await formerBedspacesOf(db, subject),
      referrals,
      custody: movements,
      releaseDates: await releaseDatesOf(db, subject),
    };
  },
};
