import { newId } from '@throughcare/events/ids';
import { testDatabase, type TestDatabase } from '@throughcare/platform/testing';
import { Client } from 'pg';
import { migrations } from '.';

/** Writes as c83c345 does: it knows 40001 (503, again in a second) and the names of its own two indexes (400). */
describe('what an instance of an earlier release must not write is refused in words that it knows', () => {
  let database: TestDatabase;
  let client: Client;
  const [premises, bed, otherBed, unit] = [newId(), newId(), newId(), newId()];
  beforeAll(async () => {
    database = await testDatabase({ schema: 'booking', migrations });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('set search_path to booking, public');
    await house(premises, 'House One');
    await room(bed, 'Room 1');
    await room(otherBed, 'Room 2');
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const house = (id: string, reference: string) =>
    client.query(
      `insert into premises (id, reference, address_line1, postcode, probation_region_id, probation_delivery_unit_id,
         turnaround_working_days, start_date, created_at, updated_at)
       values ($1, $2, '1 Street', 'CR0 1AA', $3, $3, 0, '2026-01-01', now(), now())`,
      [id, reference, unit],
    );
  const room = (id: string, reference: string) =>
    client.query(
      `insert into bedspace (id, premises_id, reference, start_date, created_date, created_at, updated_at)
       values ($1, $2, $3, '2026-01-01', '2026-01-01', now(), now())`,
      [id, premises, reference],
    );
  const stay = async (crn: string, bedspaceId: string, status: string, from: string, to: string, referral?: string) => {
    const id = newId();
    await client.query(
      `insert into booking (id, crn, premises_id, bedspace_id, assessment_id, status, arrival_date, departure_date,
         original_arrival_date, original_departure_date, turnaround_working_days, effective_end_date, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $7, $8, 0, $8, now())`,
      [id, crn, premises, bedspaceId, referral ?? null, status, from, to],
    );
    return id;
  };
  const notNow = (constraint: string) => ({ code: '40001', constraint });

  it('a second booking of a person for the same days', async () => {
    await stay('X900001', bed, 'provisional', '2026-03-02', '2026-03-16');
    const again = stay('X900001', otherBed, 'provisional', '2026-03-15', '2026-03-20');
    await expect(again).rejects.toMatchObject(notNow('booking_person_in_one_place'));
    await stay('X900001', otherBed, 'provisional', '2026-03-16', '2026-03-20');
  });

  it('a second stay of a person that goes on', async () => {
    await stay('X900002', bed, 'arrived', '2026-04-01', '2026-04-02');
    const again = await stay('X900002', otherBed, 'confirmed', '2026-05-01', '2026-05-02');
    await expect(client.query(`update booking set status = 'arrived' where id = $1`, [again])).rejects.toMatchObject(
      notNow('booking_person_one_stay'),
    );
    await client.query('update booking set released_at = now() where id = $1', [again]);
  });

  it('a second booking of a referral', async () => {
    const referral = newId();
    await stay('X900003', bed, 'provisional', '2026-06-01', '2026-06-02', referral);
    const again = stay('X900003', otherBed, 'provisional', '2026-07-01', '2026-07-02', referral);
    await expect(again).rejects.toMatchObject(notNow('booking_one_per_referral'));
  });

  it('a second person in a bed', async () => {
    const again = stay('X900004', bed, 'arrived', '2026-04-20', '2026-04-21');
    await expect(again).rejects.toMatchObject(notNow('booking_bed_from_move'));
  });

  it('a reference that looks like another', async () => {
    const taken = (constraint: string) => ({ code: '23505', constraint });
    await expect(house(newId(), 'house  one')).rejects.toMatchObject(taken('premises_reference_per_pdu'));
    await expect(room(newId(), 'ROOM\u00a01')).rejects.toMatchObject(taken('bedspace_reference_per_premises'));
    await client.query(`update bedspace set reference = 'room 1' where id = $1`, [bed]);
  });
});
