import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ScratchDatabase } from '../../proof/harness/scratch-database';
import { scratchDatabase } from '../../proof/harness/scratch-database';
import { Signals } from './signals';

describe('signals', () => {
  let db: ScratchDatabase;
  let sender: Signals;
  let receiver: Signals;

  const until = async (check: () => boolean) => {
    for (const end = Date.now() + 8_000; !check() && Date.now() < end;) await sleep(5);
    expect(check()).toBe(true);
  };
  /** Listening is asynchronous; the call after a (re)connection is the first sign of it. */
  const listening = async (channel: string, heard: () => void) => {
    receiver.listen(channel, heard);
    await sleep(150);
  };

  beforeEach(async () => {
    db = await scratchDatabase([]);
    sender = new Signals({ connectionString: db.url });
    receiver = new Signals({ connectionString: db.url });
  });
  afterEach(async () => {
    await sender.close();
    await receiver.close();
    await db.drop();
  });

  it('reach another process, at once when it was quiet before', async () => {
    let heard = 0;
    await listening('throughcare_log_booking', () => (heard += 1));
    const before = heard;
    sender.notify('throughcare_log_booking');
    await until(() => heard > before);
  });

  it('are sent at most once in 3 ms, and the last one is not forgotten', async () => {
    const client = new Client({ connectionString: db.url });
    await client.connect();
    const times: number[] = [];
    client.on('notification', () => times.push(performance.now()));
    await client.query('listen throughcare_log_booking');
    const begin = performance.now();
    let last = 0;
    while (performance.now() - begin < 200) {
      sender.notify('throughcare_log_booking');
      last = performance.now();
      await sleep(1);
    }
    await until(() => (times[times.length - 1] ?? 0) > last);
    expect(times.length).toBeGreaterThan(2);
    expect(times.length).toBeLessThanOrEqual(Math.ceil((performance.now() - begin) / 3) + 1);
    await client.end();
  });

  it('call everyone once after the connection came back, because what was sent meanwhile is gone', async () => {
    let heard = 0;
    await listening('throughcare_log_booking', () => (heard += 1));
    const before = heard;
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'throughcare signals'
       and datname = current_database()`,
    );
    await until(() => heard > before);
    const again = heard;
    sender.notify('throughcare_log_booking');
    await until(() => heard > again);
  });

  it('carry nothing: the payload of a notification is empty', async () => {
    const client = new Client({ connectionString: db.url });
    await client.connect();
    const payloads: string[] = [];
    client.on('notification', ({ payload }) => payloads.push(payload ?? ''));
    await client.query('listen throughcare_log_booking');
    sender.notify('throughcare_log_booking');
    await until(() => payloads.length === 1);
    expect(payloads).toEqual(['']);
    await client.end();
  });
});
