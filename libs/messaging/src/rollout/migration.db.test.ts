// A migration runs while the release before it writes and reads.
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { startService } from '../../proof/harness/test-service';

/** As the next release would: additive, each in a transaction of its own. */
const MIGRATIONS = [
  'alter table booking.outbox add column note text',
  `alter table booking.event_log add column note text not null default ''`,
  'create index event_log_note on booking.event_log (note)',
  'alter table assessment.inbox add column note text',
  `alter table assessment.consumer_cursor add column note text not null default 'x'`,
  'alter table assessment.dead_letter add column note text',
  'alter table assessment.parked_key add column note text',
  'alter table assessment.consumer_instance add column note text',
  'alter table assessment.consumer_want add column note text',
  'alter table booking.relay_instance add column note text',
];

const PATIENCE_MS = 240_000;

it(
  'F-017: a migration that adds columns loses, doubles and reorders nothing of the instances that run beside it',
  async () => {
    const db = await scratchDatabase(['booking', 'assessment']);
    const seen = new Map<string, number[]>();
    const booking = await startService(db, 'booking');
    const assessment = await startService(db, 'assessment', [
      {
        consumer: 'test',
        type: BookingConfirmed.type,
        handle: ({ subject, aggregateversion }) => {
          seen.set(subject, [...(seen.get(subject) ?? []), aggregateversion]);
        },
      },
    ]);
    const keys = Array.from({ length: 8 }, (_, at) => `K${at}`);
    let version = 0;
    let writing = true;
    const writer = (async () => {
      for (; writing; version += 1)
        await Promise.all(
          keys.map((key) =>
            booking.messaging.unitOfWork.run(async (_tx, publish) =>
              publish({ id: key, key, version: version + 1 }, [BookingConfirmed.of(BookingConfirmed.example)]),
            ),
          ),
        );
    })();
    const until = async (what: () => boolean) => {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(20)) if (what()) return;
    };
    for (const sql of MIGRATIONS) {
      const before = version;
      await until(() => version >= before + 2);
      await db.query(sql);
    }
    const migrated = version;
    await until(() => version >= migrated + 2);
    writing = false;
    await writer;
    const all = Array.from({ length: version }, (_, at) => at + 1);
    await until(() => keys.every((key) => seen.get(key)?.length === version));
    expect(version).toBeGreaterThan(10);
    for (const key of keys) expect(seen.get(key)).toEqual(all);
    expect(await assessment.messaging.deadLetters.list()).toEqual([]);
    await booking.stop();
    await assessment.stop();
    await db.drop();
  },
  3 * PATIENCE_MS,
);
