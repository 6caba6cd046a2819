import { londonDate, type Day } from '@throughcare/base/calendar';
import { In, type EntityManager } from 'typeorm';
import { ReferralView } from '../referral/referral-view.entity';
import type { Booking } from './booking.entity';
import { LIVE, overlappingBooking, type OtherBooking } from './one-person.rules';
import { stayNumber, type CountedStay } from './stay-count.rules';
import type { Surroundings } from './warnings.rules';

type Subject = Pick<
  Booking,
  'id' | 'crn' | 'nomsNumber' | 'assessmentId' | 'eventNumber' | 'status' | 'arrivalDate' | 'departureDate'
>;

type PersonsBooking = OtherBooking & CountedStay & { readonly crn: string };

interface CustodyFact {
  readonly crn: string | null;
  readonly nomsNumber: string;
  readonly occurredAt: Date;
  readonly hasDied: boolean;
}

const bookingsOf = (tx: EntityManager, crns: readonly string[]): Promise<PersonsBooking[]> =>
  tx.query(
    `select id, crn, status, event_number as "eventNumber", arrival_date::text as "arrivalDate",
            departure_date::text as "departureDate"
       from booking where crn = any($1) and status <> 'cancelled' order by arrival_date, id`,
    [crns],
  );

const inCustody = (tx: EntityManager, crns: readonly string[], noms: readonly string[]): Promise<CustodyFact[]> =>
  tx.query(
    `select crn, noms_number as "nomsNumber", occurred_at as "occurredAt", has_died as "hasDied" from custody_view
      where (in_custody or has_died) and (crn = any($1) or noms_number = any($2)) order by occurred_at desc, noms_number`,
    [crns, noms],
  );

interface PrisonDate {
  readonly crn: string | null;
  readonly nomsNumber: string;
  readonly day: Day | null;
}

/** Of somebody who has left custody since, a release date says nothing more. */
const prisonDates = (tx: EntityManager, crns: readonly string[], noms: readonly string[]): Promise<PrisonDate[]> =>
  tx.query(
    `select d.crn, d.noms_number as "nomsNumber", d.release_date::text as day from release_date_view d
      where (d.crn = any($1) or d.noms_number = any($2)) and not exists (
        select from custody_view c where c.noms_number = d.noms_number and not c.in_custody and c.occurred_at > d.changed_at)
      order by d.changed_at desc, d.noms_number`,
    [crns, noms],
  );

const dismissedOf = (tx: EntityManager, ids: readonly string[]): Promise<{ id: string; alert: string }[]> =>
  tx.query(
    'select booking_id as id, alert from booking_alert_dismissal where booking_id = any($1::uuid[]) order by booking_id, alert',
    [ids],
  );

/** What is known about bookings beside themselves. */
export interface Around extends Surroundings {
  readonly stayNumberOnSentence: number | null;
}

/** For each of these bookings, by its id. */
export const surroundingsOf = async (
  tx: EntityManager,
  bookings: readonly Subject[],
  today: Day,
): Promise<(booking: Subject) => Around> => {
  const crns = [...new Set(bookings.map(({ crn }) => crn))];
  const noms = bookings.flatMap(({ nomsNumber }) => nomsNumber ?? []);
  const assessmentIds = bookings.flatMap(({ assessmentId }) => assessmentId ?? []);
  const ids = bookings.map(({ id }) => id);
  const [referrals, persons, custody, dates, dismissals] = await Promise.all([
    tx.findBy(ReferralView, { assessmentId: In(assessmentIds) }),
    bookingsOf(tx, crns),
    inCustody(tx, crns, noms),
    prisonDates(tx, crns, noms),
    dismissedOf(tx, ids),
  ]);
  const referralOf = new Map(referrals.map((row) => [row.assessmentId, row]));
  const dismissed = Map.groupBy(dismissals, ({ id }) => id);
  const ofPerson = Map.groupBy(persons, ({ crn }) => crn);
  return (booking) => {
    const referral = referralOf.get(booking.assessmentId ?? '');
    const others = (ofPerson.get(booking.crn) ?? []).filter(({ id }) => id !== booking.id);
    const done = (dismissed.get(booking.id) ?? []).map(({ alert }) => alert);
    const live = others.filter(
      ({ id, status }) => LIVE.some((one) => one === status) && !done.includes(`overlaps-${id}`),
    );
    const isOf = ({ crn, nomsNumber }: { crn: string | null; nomsNumber: string }) =>
      crn === booking.crn || nomsNumber === booking.nomsNumber;
    const fact = custody.find(isOf);
    const prisonDate = dates.find(isOf);
    return {
      referralStatus: referral?.assessmentStatus ?? null,
      requiredFrom: referral?.requiredFrom ?? null,
      releaseDate: referral?.releaseDate ?? null,
      inCustodySince: fact && !fact.hasDied ? londonDate(fact.occurredAt) : null,
      diedOn: fact?.hasDied ? londonDate(fact.occurredAt) : null,
      prisonDate: prisonDate ? { day: prisonDate.day } : null,
      dismissed: done,
      overlaps: LIVE.some((one) => one === booking.status) ? overlappingBooking(booking, live, today) : undefined,
      stayNumberOnSentence: stayNumber(booking, others),
    };
  };
};
