import { newId } from '@throughcare/events/ids';
import { migrate } from '@throughcare/platform/database';
import { testDatabase, type TestDatabase } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { BedsFromMove } from './1767140060000-beds-from-move';
import { Moves } from './1767140000000-moves';
import { migrations } from '.';

const before = migrations.slice(0, migrations.indexOf(Moves));

/** Rows as the release before moves leaves them, and writes them beside this one. */
describe('the rule about beds counts from the day of a move', () => {
  let database: TestDatabase;
  let client: Client;
  const [premises, bed, other] = [newId(), newId(), newId()];
  beforeAll(async () => {
    database = await testDatabase({ schema: 'booking', migrations: before });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('set search_path to booking, public');
    await client.query(
      `insert into premises (id, reference, address_line1, postcode, probation_region_id, probation_delivery_unit_id,
         turnaround_working_days, start_date, created_at, updated_at)
       values ($1, 'House', '1 Street', 'CR0 1AA', $1, $1, 0, '2026-01-01', now(), now())`,
      [premises],
    );
    for (const id of [bed, other])
      await client.query(
        `insert into bedspace (id, premises_id, reference, start_date, created_date, created_at, updated_at)
         values ($1::uuid, $2, $1::text, '2026-01-01', '2026-01-01', now(), now())`,
        [id, premises],
      );
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const stay = async (crn: string, bedspaceId: string, from: string, to: string, status = 'departed') => {
    const id = newId();
    await client.query(
      `insert into booking (id, crn, premises_id, bedspace_id, status, arrival_date, departure_date,
         original_arrival_date, original_departure_date, turnaround_working_days, effective_end_date, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $6, $7, 0, $7, now())`,
      [id, crn, premises, bedspaceId, status, from, to],
    );
    return id;
  };
  const upTo = (last: (typeof migrations)[number]) =>
    migrate(
      { url: database.url, name: 'booking', onPoolError: () => undefined },
      { schema: 'booking', entities: [], migrations: migrations.slice(0, migrations.indexOf(last) + 1) },
    );
  const refused = { constraint: 'booking_bed_from_move' };

  it('brings in every row that was there, also while the release before writes, and refuses what it would', async () => {
    await stay('X980001', bed, '2026-03-01', '2026-03-10');
    await upTo(Moves);
    await stay('X980002', bed, '2026-03-10', '2026-03-20');
    await upTo(BedsFromMove);
    expect((await client.query('select 1 from booking where not bed_ruled')).rows).toEqual([]);
    await expect(stay('X980003', bed, '2026-03-05', '2026-03-06')).rejects.toMatchObject(refused);
    await expect(stay('X980003', bed, '2026-03-12', '2026-03-13')).rejects.toMatchObject(refused);
  });

  it('lets somebody move into a bed that was another person’s until then, and nobody in beside them', async () => {
    const moved = await stay('X980004', other, '2026-03-01', '2026-05-20', 'arrived');
    const move = `update booking set bedspace_id = $2, in_bed_since = $3 where id = $1`;
    await expect(client.query(move, [moved, bed, '2026-03-19'])).rejects.toMatchObject(refused);
    await client.query(move, [moved, bed, '2026-03-20']);
    await expect(stay('X980005', bed, '2026-04-01', '2026-04-02')).rejects.toMatchObject(refused);
    await stay('X980006', other, '2026-03-02', '2026-03-05'); // the bed that was left is held by former_bed and occupancy alone
  });
});
