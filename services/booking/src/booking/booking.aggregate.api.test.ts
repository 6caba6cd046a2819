import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { newId } from '@throughcare/events/ids';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { aggregateSuite, statementsOf } from '@throughcare/messaging/proof';
import { StayDesk, idOf } from '../testing/stay-desk';
import { bookings } from './booking.aggregate';
import { Booking } from './booking.entity';

const desk = new StayDesk();

describe('a booking as an aggregate', () => {
  /** Cancelled, so that it holds no bedspace and stands in nobody's way. */
  const aRow = async () => {
    const made = await desk.booking.test.db.manager.findOneByOrFail(Booking, { id: idOf(desk.path) });
    return { ...made, id: newId(), status: 'cancelled' as const };
  };

  aggregateSuite(bookings, () => ({
    work: desk.booking.test.app.get(UnitOfWork),
    db: desk.booking.test.db,
    aRow,
    changes: { turnaroundWorkingDays: 5 },
    event: BookingConfirmed.of(BookingConfirmed.example),
  }));
});

describe('the cost of a button', () => {
  it('is nine statements from the first lock to the last row, beside those that ask who may press it', async () => {
    const seen = await statementsOf(desk.booking.test.db, desk.confirmed);
    const first = seen.findIndex((each) => each.includes('pg_advisory_xact_lock'));
    expect(seen.slice(first).map((each) => each.trim().split(/\s+/, 1)[0]?.toLowerCase())).toEqual([
      'select',
      'select',
      'select',
      'select', // person, address, bedspace, booking
      'select',
      'select',
      'select', // other bookings, stays in the bed, actions
      'update',
      'insert',
    ]);
  });
});
