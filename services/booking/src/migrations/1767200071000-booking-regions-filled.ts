import type { MigrationInterface } from 'typeorm';

const BATCH = 500;
/** One for each order of a list, and one for whether a referral is placed. */
const INDEXES = {
  booking_by_arrival: '(region_id, status, arrival_date, id)',
  booking_by_departure: '(region_id, status, departure_date, id)',
  booking_by_creation: '(region_id, status, created_at, id)',
  booking_by_number: '(region_id, status, crn collate "C", id)',
  booking_referral: '(assessment_id) where assessment_id is not null',
};

interface Runner {
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** Bookings from before `BookingRegions` get their region, in pieces that lock their rows for milliseconds; then the lists their indexes. */
export class BookingRegionsFilled implements MigrationInterface {
  readonly name = 'BookingRegionsFilled1767200071000';
  readonly transaction = false;

  async up(runner: Runner): Promise<void> {
    for (;;) {
      const rows = await runner.query<{ id: string }>(
        `select id from booking where region_id is null order by id limit ${BATCH}`,
      );
      if (rows.length === 0) break;
      await runner.query(
        `update booking b set region_id = p.probation_region_id from premises p
          where p.id = b.premises_id and b.id = any($1::uuid[])`,
        [rows.map(({ id }) => id)],
      );
    }
    // It waits for transactions that are open and keeps nobody waiting meanwhile.
    await runner.query('set lock_timeout = 0');
    for (const [name, columns] of Object.entries(INDEXES)) {
      // One that was interrupted is there and of no use.
      await runner.query(`drop index concurrently if exists ${name}`);
      await runner.query(`create index concurrently ${name} on booking ${columns}`);
    }
    await runner.query('reset lock_timeout');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
