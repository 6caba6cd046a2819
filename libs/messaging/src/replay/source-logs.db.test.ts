import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { InMemoryBus } from '../../proof/harness/in-memory-bus';
import { asked } from '../../proof/harness/replay-world';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { startService } from '../../proof/harness/test-service';

describe('F-076: a service whose source lies in another database', () => {
  it.each([
    ['no such log', ''],
    ['a log it may not read', 'create schema booking; create table booking.event_log (n int)'],
  ])('is told by doctor, and its replays are refused before they begin: %s', async (_name, sql) => {
    const role = `test_passport_${process.pid}`;
    const db = await scratchDatabase(['passport'], undefined, sql);
    await db.query(`drop role if exists ${role}; create role ${role} login password 'postgres'`);
    await db.query(`grant all on schema passport to ${role}; grant all on all tables in schema passport to ${role}`);
    await db.query(`grant all on all sequences in schema passport to ${role}`);
    await db.query(`do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'passport' loop
      execute format('alter table passport.%I owner to ${role}', t); end loop; end $$`);
    const asRole = { ...db, open: (source: string, size?: number) => db.open(source, size, role) };
    const handle = () => undefined;
    const handlers = [{ consumer: 'stays', type: BookingConfirmed.type, handle }];
    const service = await startService(asRole, 'passport', handlers, { bus: new InMemoryBus() });
    const { replays, doctor } = service.messaging.operations;
    const refused = { code: 'SOURCE_LOG_NOT_READABLE', detail: expect.stringContaining('booking') as string };
    const request = { consumer: 'stays', mode: 'redeliver', filter: {}, ...asked } as const;
    await expect(replays.plan(request)).rejects.toMatchObject(refused);
    await expect(replays.begin(request)).rejects.toMatchObject(refused);
    expect(await doctor.examine()).toContainEqual({
      name: 'source-logs',
      status: 'warn',
      detail: 'not to be read, so not to be replayed: booking',
    });
    await service.stop();
    await db.drop();
  });
});
