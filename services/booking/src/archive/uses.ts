import type { Day } from '@throughcare/base/calendar';
import type { EntityManager } from 'typeorm';
import { bookingUse, type BookingUse, type Use } from './uses.rules';

interface Asked {
  /** Uses that last beyond that day. */
  readonly after: Day;
  readonly today: Day;
  readonly holidays: ReadonlySet<Day>;
}

/** Stays with their cleaning, former ones too, and voids in the bedspaces of a property. Bookings and voids that were cancelled do not count. */
export const usesOf = async (
  tx: EntityManager,
  premisesId: string,
  { after, today, holidays }: Asked,
): Promise<Use[]> => {
  const bookings = await tx.query<BookingUse[]>(
    `select id, bedspace_id as "bedspaceId", status, departure_date::text as "departureDate",
            effective_end_date::text as "effectiveEndDate", turnaround_working_days as "turnaroundWorkingDays"
       from booking
      where premises_id = $1 and status <> 'cancelled'
        and (effective_end_date > $2 or (status = 'arrived' and departure_date < $3))
      order by id`,
    [premisesId, after, today],
  );
  const voids = await tx.query<Use[]>(
    `select id, bedspace_id as "bedspaceId", 'void' as kind, end_date::text as "lastDay" from void_bedspace
      where premises_id = $1 and cancelled_on is null and end_date > $2 order by id`,
    [premisesId, after],
  );
  // The cleaning of a bedspace that somebody has moved out of.
  const left = await tx.query<Use[]>(
    `select f.booking_id as id, f.bedspace_id as "bedspaceId", f.effective_end_date::text as "lastDay",
            case when f.effective_end_date > f.to_day then 'turnaround' else 'booking' end as kind
       from former_bed f join booking b on b.id = f.booking_id and b.status <> 'cancelled'
      where f.premises_id = $1 and f.effective_end_date > $2 order by f.id`,
    [premisesId, after],
  );
  const staying = bookings.map((booking) => bookingUse(booking, today, holidays));
  return [...staying.filter(({ lastDay }) => lastDay > after), ...left, ...voids];
};
