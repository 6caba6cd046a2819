import { conflict } from '@throughcare/base/errors';
import type { EntityManager } from 'typeorm';
import type { Booking } from './booking.entity';
import { LIVE, type OtherBooking } from './one-person.rules';

/**
 * Everything that is decided about where one person stays waits here, whatever the region: two bookings of a person have no row in
 * common that could be locked. Always the first lock.
 */
export const lockPerson = async (tx: EntityManager, crn: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('stays ' || $1, 0))`, [crn]);
};

const COLUMNS = 'id, status, arrival_date::text as "arrivalDate", departure_date::text as "departureDate"';
const IN_BED = `b.id, b.status, coalesce(b.in_bed_since, b.arrival_date)::text as "arrivalDate", b.departure_date::text as "departureDate"`;

/** The person's other bookings that hold a bedspace or did, the running stay first. */
export const othersOf = (tx: EntityManager, crn: string, bookingId: string): Promise<OtherBooking[]> =>
  tx.query(
    `select ${COLUMNS} from booking where crn = $1 and id <> $2 and status <> 'cancelled'
      order by status <> 'arrived', arrival_date, id`,
    [crn, bookingId],
  );

/** The other stays in this bedspace that have begun, those that go on first; who has moved away since was there until that day. */
export const staysIn = (tx: EntityManager, booking: Pick<Booking, 'id' | 'bedspaceId'>): Promise<OtherBooking[]> =>
  tx.query(
    `select ${IN_BED} from booking b where b.bedspace_id = $1 and b.id <> $2 and b.status in ('arrived', 'departed')
     union all
     select f.booking_id, 'departed', f.from_day::text, f.to_day::text from former_bed f
      where f.bedspace_id = $1 and f.booking_id <> $2
      order by 2, 3 desc, 1`,
    [booking.bedspaceId, booking.id],
  );

/** A stay that really ran into the person's own next booking: the database lets both stand until staff have sorted them out. */
export const letOverlapOwnPlans = async (
  tx: EntityManager,
  { id, crn, arrivalDate, departureDate }: Booking,
): Promise<void> => {
  await tx.query(
    // eslint-disable-next-line throughcare/aggregates -- a mark for the constraints, which no entity has and no event reports
    `update booking set overlap_known = true
      where id = $1 and not overlap_known and exists (
        select from booking o
         where o.crn = $2 and o.id <> $1 and o.status in ('provisional', 'confirmed') and not o.overlap_known
           and daterange(o.arrival_date, greatest(o.departure_date, o.arrival_date + 1))
            && daterange($3::date, greatest($4::date, $3::date + 1)))`,
    [id, crn, arrivalDate, departureDate],
  );
};

/** One referral is placed once: a second live booking of it is refused, in whatever bedspace. */
export const requireOnlyBooking = async (tx: EntityManager, assessmentId: string): Promise<void> => {
  const [first] = await tx.query<{ id: string }[]>(
    `select id from booking where assessment_id = $1 and status = any($2) order by created_at, id limit 1`,
    [assessmentId, LIVE],
  );
  if (first)
    throw conflict('REFERRAL_ALREADY_BOOKED', {
      detail: `This referral has a booking already. Cancel it first: ${first.id}`,
    });
};

const OVERLAPS: readonly (string | undefined)[] = [
  'booking_person_in_one_place',
  'booking_person_one_stay',
  'booking_bed_one_person',
  'booking_one_per_referral',
  'booking_bed_from_move',
  'occupancy_no_overlap',
];

/**
 * Decides once more when the database refused an overlap: only an instance without our locks can have come between, and what it wrote can
 * now be seen and named.
 */
export const withoutOverlap = async <T>(decide: () => Promise<T>): Promise<T> => {
  try {
    return await decide();
  } catch (error) {
    const constraint = (error as { driverError?: { constraint?: string } } | null)?.driverError?.constraint;
    if (!OVERLAPS.includes(constraint)) throw error;
    return decide();
  }
};
