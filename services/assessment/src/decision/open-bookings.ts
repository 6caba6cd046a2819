import type { EntityManager } from 'typeorm';

export interface OpenBooking {
  readonly id: string;
  readonly state: 'provisional' | 'confirmed';
}

/** Bookings of the assessment that hold a bedspace, firm ones first, as far as booking has told us. */
export const openBookings = (tx: EntityManager, assessmentId: string): Promise<OpenBooking[]> =>
  tx.query(
    `select booking_id as id, state from booking_view where assessment_id = $1 and state in ('provisional', 'confirmed')
      order by state, booking_id`,
    [assessmentId],
  );
