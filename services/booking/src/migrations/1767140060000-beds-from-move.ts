import type { MigrationInterface } from 'typeorm';

const BATCH = 500;

interface Runner {
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/**
 * Bookings from before moves come under the rule of `Moves`, in pieces that lock their rows for milliseconds; they have no move, so what the
 * older rule let through goes through. Then the older rule goes: it would refuse a moved stay because of days before the move.
 */
export class BedsFromMove implements MigrationInterface {
  readonly name = 'BedsFromMove1767140060000';
  readonly transaction = false;

  async up(runner: Runner): Promise<void> {
    for (;;) {
      const rows = await runner.query<{ id: string }>(
        `select id from booking where not bed_ruled order by id limit ${BATCH}`,
      );
      if (rows.length === 0) break;
      await runner.query('update booking set bed_ruled = true where id = any($1::uuid[])', [rows.map(({ id }) => id)]);
    }
    await runner.query('alter table booking drop constraint if exists booking_bed_one_person');
  }

  async down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
