import { newId } from '@throughcare/events/ids';
import { migrate } from '@throughcare/platform/database';
import { testDatabase, type TestDatabase } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { BookingRegions } from './1767200070000-booking-regions';
import { BookingRegionsFilled } from './1767200071000-booking-regions-filled';
import { migrations } from '.';

const before = migrations.slice(0, migrations.indexOf(BookingRegions));

/** Rows as the release before leaves them, and writes them beside this one. */
describe('a booking has the region of its property', () => {
  let database: TestDatabase;
  let client: Client;
  const [london, wales] = [newId(), newId()];
  const [here, there] = [newId(), newId()];
  beforeAll(async () => {
    database = await testDatabase({ schema: 'booking', migrations: before });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('set search_path to booking, public');
    for (const [id, region] of [
      [here, london],
      [there, wales],
    ]) {
      await client.query(
        `insert into premises (id, version, reference, address_line1, postcode, probation_region_id, probation_delivery_unit_id,
           turnaround_working_days, start_date, created_at, updated_at)
         values ($1, 1, 'House', '1 Street', 'CR0 1AA', $2, $1, 0, '2026-01-01', now(), now())`,
        [id, region],
      );
      await client.query(
        `insert into bedspace (id, premises_id, reference, start_date, created_date, created_at, updated_at)
         values ($1, $1, 'Room', '2026-01-01', '2026-01-01', now(), now())`,
        [id],
      );
    }
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  let person = 0;
  const booked = async (premisesId: string) => {
    const id = newId();
    person += 1;
    await client.query(
      `insert into booking (id, crn, premises_id, bedspace_id, status, arrival_date, departure_date, original_arrival_date,
         original_departure_date, turnaround_working_days, effective_end_date, created_at)
       values ($1, $2, $3, $3, 'cancelled', '2026-03-01', '2026-03-10', '2026-03-01', '2026-03-10', 0, '2026-03-10', now())`,
      [id, `X98000${person}`, premisesId],
    );
    return id;
  };
  const regionOf = async (id: string) => {
    const { rows } = await client.query<{ region_id: string | null }>('select region_id from booking where id = $1', [
      id,
    ]);
    return rows[0]?.region_id;
  };
  const upTo = (last: (typeof migrations)[number]) =>
    migrate(
      { url: database.url, name: 'booking', onPoolError: () => undefined },
      { schema: 'booking', entities: [], migrations: migrations.slice(0, migrations.indexOf(last) + 1) },
    );

  it('from before, from the release before beside this one, after a move, and when the property goes to another region', async () => {
    const old = await booked(here);
    await upTo(BookingRegions);
    const beside = await booked(there);
    expect([await regionOf(old), await regionOf(beside)]).toEqual([null, wales]);
    await upTo(BookingRegionsFilled);
    expect(await regionOf(old)).toBe(london);

    await client.query('update booking set premises_id = $2, bedspace_id = $2, version = version + 1 where id = $1', [
      old,
      there,
    ]);
    expect(await regionOf(old)).toBe(wales);
    await client.query('update premises set probation_region_id = $2, version = version + 1 where id = $1', [
      there,
      london,
    ]);
    expect([await regionOf(old), await regionOf(beside)]).toEqual([london, london]);
    const { rows } = await client.query('select * from silent_change');
    expect(rows).toEqual([]);
  });

  it('and each order of a list has an index that can be used', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select indexrelid::regclass::text as name from pg_index
        where indrelid = 'booking'::regclass and indisvalid and indexrelid::regclass::text like 'booking_by_%' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'booking_by_arrival',
      'booking_by_creation',
      'booking_by_departure',
      'booking_by_number',
    ]);
  });
});
