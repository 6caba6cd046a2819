import { newId } from '@throughcare/events/ids';
import { migrate } from '@throughcare/platform/database';
import { testDatabase, type TestDatabase } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { CreateEstate } from './2025/1763740000000-estate';
import { CreateBookings } from './2025/1763740060000-bookings';
import { OnePersonOneBed } from './2025/1766000060000-one-person-one-bed';
import { OldBookingsUnderRules } from './1767000060000-old-bookings-under-rules';
import { migrations } from '.';

/** A database of the version before, with what that version let in. */
describe('F-004: the constraints come beside an old version and its rows', () => {
  let database: TestDatabase;
  let client: Client;
  const [premises, bedspace, otherBed] = [newId(), newId(), newId()];
  beforeAll(async () => {
    database = await testDatabase({ schema: 'booking', migrations: [CreateEstate, CreateBookings] });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('set search_path to booking, public');
    await client.query(
      `insert into premises (id, reference, address_line1, postcode, probation_region_id, probation_delivery_unit_id,
         turnaround_working_days, start_date, created_at, updated_at)
       values ($1, 'House', '1 Street', 'CR0 1AA', $1, $1, 0, '2026-01-01', now(), now())`,
      [premises],
    );
    for (const id of [bedspace, otherBed])
      await client.query(
        `insert into bedspace (id, premises_id, reference, start_date, created_date, created_at, updated_at)
         values ($1::uuid, $2, $1::text, '2026-01-01', '2026-01-01', now(), now())`,
        [id, premises],
      );
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** As the version before writes it: it does not know `overlap_known`. */
  const insert = async (crn: string, bed: string, status: string, dates: [string, string], assessmentId?: string) => {
    const id = newId();
    await client.query(
      `insert into booking (id, crn, premises_id, bedspace_id, assessment_id, status, arrival_date, departure_date,
         original_arrival_date, original_departure_date, turnaround_working_days, effective_end_date, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, 0, $8, now())`,
      [id, crn, premises, bed, assessmentId ?? null, status, ...dates],
    );
    return id;
  };

  const upTo = (last?: (typeof migrations)[number]) =>
    migrate(
      { url: database.url, name: 'booking', onPoolError: () => undefined },
      { schema: 'booking', entities: [], migrations: migrations.slice(0, last && migrations.indexOf(last) + 1) },
    );
  const marked = async () => {
    const { rows } = await client.query<{ id: string }>('select id from booking where overlap_known order by id');
    return rows.map(({ id }) => id);
  };

  it('marks what overlapped, and lets it be worked off', async () => {
    const MARCH: [string, string] = ['2026-03-02', '2026-03-16'];
    const assessmentId = newId();
    const twice = [
      await insert('X900001', bedspace, 'arrived', MARCH),
      await insert('X900001', otherBed, 'arrived', MARCH),
    ];
    const sameBed = await insert('X900002', bedspace, 'departed', ['2026-03-10', '2026-03-12']);
    const oneReferral = [
      await insert('X900003', otherBed, 'provisional', ['2026-05-02', '2026-05-16'], assessmentId),
      await insert('X900003', otherBed, 'provisional', ['2026-06-02', '2026-06-16'], assessmentId),
    ];
    const alone = await insert('X900004', otherBed, 'confirmed', ['2026-05-16', '2026-05-20']);

    await upTo(OnePersonOneBed);
    expect(await marked()).toHaveLength(6);
    const { rows } = await client.query(
      `select pg_relation_size('booking_person_in_one_place') as size, pg_relation_size('booking_bed_one_person') as bed`,
    );
    expect(rows).toEqual([{ size: '8192', bed: '8192' }]); // built over no rows, so nobody waits for it

    await upTo();
    expect(await marked()).toEqual([...twice, sameBed, ...oneReferral].toSorted());
    const change = (id: string, set: string) => client.query(`update booking set ${set} where id = $1`, [id]);
    for (const id of twice) await change(id, `status = 'departed'`);
    await change(oneReferral[0] ?? '', `status = 'confirmed'`);
    await change(alone, `status = 'arrived'`);

    // The version before goes on, and cannot do again what it must not.
    await insert('X900005', otherBed, 'provisional', MARCH);
    await expect(insert('X900005', bedspace, 'provisional', MARCH)).rejects.toMatchObject({
      constraint: 'booking_person_in_one_place',
    });
    await expect(insert('X900007', otherBed, 'arrived', ['2026-07-01', '2026-07-02'])).rejects.toMatchObject({
      constraint: 'booking_bed_from_move',
    });
  });

  it('brings in what is left after an interruption, but for what overlaps a row that came since it looked', async () => {
    const AUGUST: [string, string] = ['2026-08-03', '2026-08-17'];
    const overtaken = await insert('X900010', bedspace, 'confirmed', AUGUST);
    const left = await insert('X900011', bedspace, 'confirmed', AUGUST);
    await client.query('update booking set overlap_known = true where id = any($1)', [[overtaken, left]]);
    let comes: Promise<string> | undefined;
    const runner = {
      query: async <Row>(sql: string, values?: unknown[]) => {
        if (sql.startsWith('update')) await (comes ??= insert('X900010', otherBed, 'provisional', AUGUST));
        const answer = client.query(sql, values).catch((driverError: unknown) => {
          throw Object.assign(new Error('refused'), { driverError });
        });
        return (await answer).rows as Row[];
      },
    };
    await new OldBookingsUnderRules().up(runner);
    const still = await marked();
    expect([still.includes(overtaken), still.includes(left)]).toEqual([true, false]);
  });
});
