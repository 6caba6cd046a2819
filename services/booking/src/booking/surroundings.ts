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
    `select crn, noms_number as "nomsNumber", occurred_at as "occurredAt" from custody_view
      where in_custody and (crn = any($1) or noms_number = any($2)) order by occurred_at desc, noms_number`,
    [crns, noms],
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
  const [referrals, persons, custody] = await Promise.all([
    tx.findBy(ReferralView, { assessmentId: In(assessmentIds) }),
    bookingsOf(tx, crns),
    inCustody(tx, crns, noms),
  ]);
  const referralOf = new Map(referrals.map((row) => [row.assessmentId, row]));
  const ofPerson = Map.groupBy(persons, ({ crn }) => crn);
  return (booking) => {
    const referral = referralOf.get(booking.assessmentId ?? '');
    const others = (ofPerson.get(booking.crn) ?? []).filter(({ id }) => id !== booking.id);
    const live = others.filter(({ status }) => LIVE.some((one) => one === status));
    const fact = custody.find(({ crn, nomsNumber }) => crn === booking.crn || nomsNumber === booking.nomsNumber);
    return {
      referralStatus: referral?.assessmentStatus ?? null,
      requiredFrom: referral?.requiredFrom ?? null,
      releaseDate: referral?.releaseDate ?? null,
      inCustodySince: fact ? londonDate(fact.occurredAt) : null,
      overlaps: LIVE.some((one) => one === booking.status) ? overlappingBooking(booking, live, today) : undefined,
      stayNumberOnSentence: stayNumber(booking, others),
    };
  };
};
