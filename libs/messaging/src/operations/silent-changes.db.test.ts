import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { watchAggregate } from '../database/schema';
import { scratchDatabase, type ScratchDatabase } from '../../proof/harness/scratch-database';
import { startService, type TestService } from '../../proof/harness/test-service';
import { silentChanges } from './silent-changes';

describe('F-022: an update that tells nobody', () => {
  let db: ScratchDatabase;
  let booking: TestService;
  beforeAll(async () => {
    const rows = `create table booking.booking (id text primary key, version int not null, note text, cache text);
      ${watchAggregate('booking', 'booking', { untold: ['cache'] })}`;
    db = await scratchDatabase(['booking'], undefined, rows);
    booking = await startService(db, 'booking', []);
  }, 30_000);
  afterAll(async () => {
    await booking.stop();
    await db.drop();
  });

  const tell = (id: string, version: number, note: string) =>
    booking.messaging.unitOfWork.run(async (tx, publish) => {
      await tx.query(
        `insert into booking.booking values ($1, $2, $3)
         on conflict (id) do update set version = excluded.version, note = excluded.note`,
        [id, version, note],
      );
      publish({ id, key: 'X900001', version }, [BookingConfirmed.of(BookingConfirmed.example)]);
    });
  const silent = async () => (await silentChanges(booking.dataSource, booking.schema, [{ table: 'booking' }]))[0];

  it('counts until an event tells what the row became, however often it changed', async () => {
    await tell('b-1', 1, 'first');
    await tell('b-2', 1, 'first');
    expect(await silent()).toEqual({ table: 'booking', count: 0, examples: [] });
    await db.query(`update booking.booking set note = 'x' where id = 'b-1'`);
    await db.query(`update booking.booking set note = 'y' where id = 'b-1'`);
    expect(await silent()).toEqual({ table: 'booking', count: 1, examples: ['b-1'] });
    await tell('b-2', 2, 'second');
    expect(await silent()).toMatchObject({ count: 1 });
    await tell('b-1', 2, 'y');
    expect(await silent()).toMatchObject({ count: 0 });
  });

  it('is none when nothing changed, or only what is told to nobody on purpose', async () => {
    await db.query(`update booking.booking set note = note, cache = 'x'`);
    expect(await silent()).toMatchObject({ count: 0 });
  });

  it('and a version ahead of its events counts as before', async () => {
    await db.query(`update booking.booking set version = 3 where id = 'b-2'`);
    expect(await silent()).toEqual({ table: 'booking', count: 1, examples: ['b-2'] });
  });
});
