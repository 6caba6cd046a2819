import { lists } from '@throughcare/reference/lists';
import type { Client } from 'pg';
import { crnSql } from './people';

const PENDING = lists.all('move-on-categories').find(({ name }) => name.startsWith('Pending'))?.id ?? '';
const MOVED_ON = lists.all('move-on-categories').find(({ name }) => name === 'Support housing')?.id ?? '';
const LEFT = lists.all('departure-reasons').find(({ name }) => name === 'Planned Move on')?.id ?? '';
const CANCELLED = lists.all('cancellation-reasons').find(({ isActive }) => isActive)?.id ?? '';
const OUT_OF_USE = lists.all('void-bedspace-reasons').find(({ isActive }) => isActive)?.id ?? '';

/** Stay and cleaning of one after the other take 56 days, so about nine tenths of the estate are in use. */
const SLOT = 56;

/**
 * Ten bookings of each bedspace. Slot 0 is the running one: of every seventh bedspace the person has left already, one in fifty is overdue.
 * A quarter has a plan behind it. One in ten of the past was cancelled.
 */
const BOOKINGS = `
  create temp table made as
  with slot as (
    select b.*, s.k, b.n * 10 + s.place as at, b.n * 8 + ((s.k + 16) % 8) as person, pg_temp.dice(b.n, 1, ${SLOT}) as phase
      from bed b cross join lateral (
        select case when place = 9 and pg_temp.dice(b.n, 2, 4) <> 0 then -9 else place - 8 end as k, place
          from generate_series(0, 9) place) s
  ), stay as (
    select *, current_date - phase + k * ${SLOT} as arrival, current_date - phase + k * ${SLOT} + 39 + pg_temp.dice(at, 3, 13) as planned
      from slot
  ), ended as (
    select *, case
        when k > 0 then case when pg_temp.dice(at, 4, 2) = 0 then 'provisional' else 'confirmed' end
        when k < 0 then case when pg_temp.dice(at, 5, 10) = 0 then 'cancelled' else 'departed' end
        when pg_temp.dice(n, 6, 7) = 0 or (planned < current_date and pg_temp.dice(n, 7, 50) <> 0) then 'departed'
        else 'arrived' end as status
      from stay
  )
  select at, pg_temp.id_of('booking', at) as id, person, ${crnSql('person')} as crn, id as bedspace_id, premises_id, region, unit, n as bed, k,
         arrival, case when k = 0 and status = 'departed' then least(planned, arrival + (current_date - arrival) / 2) else planned end as departure,
         status, arrival - 30 - pg_temp.dice(at, 8, 20) as made_on
    from ended`;

/** Bookings with what staff recorded and what they hold, and bedspaces that are out of use. */
export const seedBookings = async (db: Client, authors: readonly string[]): Promise<void> => {
  await db.query(BOOKINGS);
  await db.query('create unique index on made (at); analyze made');
  await db.query(
    `insert into booking.booking (id, version, crn, premises_id, bedspace_id, application_id, assessment_id, event_number, status, arrival_date,
       departure_date, original_arrival_date, original_departure_date, turnaround_working_days, effective_end_date, created_at)
     select id, 3, crn, premises_id, bedspace_id, pg_temp.id_of('application', at), pg_temp.id_of('assessment', at), '1', status, arrival,
            departure, arrival, departure, 2, pg_temp.after_cleaning(departure), made_on + interval '10 hours' from made`,
  );
  await db.query(
    `insert into booking.occupancy (id, kind, bedspace_id, period)
     select id, 'booking', bedspace_id, daterange(arrival, pg_temp.after_cleaning(departure), '[]') from made where status <> 'cancelled'`,
  );
  await seedActions(db, authors);
  await seedVoids(db);
};

const seedActions = async (db: Client, authors: readonly string[]): Promise<void> => {
  const action = (kind: string, details: string, where: string, on: string) => `
    select pg_temp.id_of('${kind}', at), id, '${kind}', (${details})::jsonb, ${on} + interval '11 hours', ($1::uuid[])[1 + at % cardinality($1::uuid[])]
      from made where ${where}`;
  const parts = [
    action('turnaround', `'{"workingDays": 2}'`, 'true', 'made_on'),
    action('confirmation', `'{"notes": null}'`, `status <> 'provisional'`, 'made_on + 1'),
    action(
      'arrival',
      `jsonb_build_object('arrivalDate', arrival::text, 'expectedDepartureDate', departure::text, 'notes', null)`,
      `status in ('arrived', 'departed')`,
      'arrival',
    ),
    action(
      'departure',
      `jsonb_build_object('dateTime', departure::text || 'T10:00:00.000Z', 'reasonId', $2::text, 'notes', null,
         'moveOnCategoryId', case when at % 40 = 0 then $3::text else $4::text end)`,
      `status = 'departed'`,
      'departure',
    ),
    action(
      'cancellation',
      `jsonb_build_object('date', made_on::text, 'reasonId', $5::text, 'notes', null)`,
      `status = 'cancelled'`,
      'made_on + 2',
    ),
  ];
  await db.query(
    `insert into booking.booking_action (id, booking_id, kind, details, created_at, created_by_user_id)
     select id, booking_id, kind, details, made, author
       from (${parts.join(' union all ')}) as recorded (id, booking_id, kind, details, made, author)`,
    [authors, LEFT, PENDING, MOVED_ON, CANCELLED],
  );
};

const seedVoids = async (db: Client): Promise<void> => {
  await db.query(
    `with out as (
       insert into booking.void_bedspace (id, version, premises_id, bedspace_id, start_date, end_date, reason_id, cost_centre, created_at, updated_at)
       select pg_temp.id_of('void', n), 1, premises_id, id, current_date + 7, current_date + 27, $1, 'HMPPS', now(), now() from bed
        where pg_temp.dice(n, 6, 7) = 0 and pg_temp.dice(n, 2, 4) <> 0 and n % 3 = 0
       returning id, bedspace_id, start_date, end_date
     )
     insert into booking.occupancy select id, 'void', bedspace_id, daterange(start_date, end_date, '[]') from out`,
    [OUT_OF_USE],
  );
};
