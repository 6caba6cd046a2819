import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { settled } from '../../proof/harness/settled';
import type { TestService } from '../../proof/harness/test-service';
import { startService } from '../../proof/harness/test-service';

describe('an outage of what a consumer needs', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  let passport: TestService;
  let isAway = true;
  let tries = 0;
  const handled: string[] = [];

  beforeAll(async () => {
    db = await scratchDatabase(['booking', 'passport']);
    booking = await startService(db, 'booking');
    passport = await startService(db, 'passport', [
      {
        consumer: 'needy',
        type: BookingConfirmed.type,
        handle: ({ subject, aggregateversion }) => {
          tries += 1;
          if (isAway) throw Object.assign(new Error('AWAY'), { kind: 'unavailable', code: 'UPSTREAM_FAILED' });
          handled.push(`${subject} ${aggregateversion}`);
        },
      },
    ]);
  });
  afterAll(async () => {
    await passport?.stop();
    await booking?.stop();
    await db?.drop();
  });

  it('pauses the consumer, burns no attempts, makes no dead letters, and ends by itself', async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `X${n}`);
    for (const version of [1, 2]) {
      for (const key of keys) {
        await booking.messaging.unitOfWork.run(async (_tx, publish) => {
          const data = { ...BookingConfirmed.example, crn: key };
          publish({ id: key, key, version }, [BookingConfirmed.of(data)]);
        });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const triedBefore = tries;
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(tries - triedBefore).toBeLessThan(6);
    const [most] = await db.query('select coalesce(max(attempts), 0) as n from passport.delivery_attempt');
    expect(most?.n).toBeLessThan(HOPEFUL);
    isAway = false;
    await settled([booking, passport], 20_000);
    expect(handled).toHaveLength(40);
    for (const key of keys)
      expect(handled.filter((line) => line.startsWith(`${key} `))).toEqual([`${key} 1`, `${key} 2`]);
    expect(await db.query('select 1 from passport.dead_letter')).toEqual([]);
  }, 40_000);
});

/** Tries after which a `not-found` is given up: an outage must not use them. */
const HOPEFUL = 5;
