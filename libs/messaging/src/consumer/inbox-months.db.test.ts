import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { partitionOf } from '../partition';
import { ConsumerKit, until } from '../../proof/harness/consumer-kit';
import { InboxMonths, MonthsAhead, firstDay } from './inbox-months';

describe('F-020: a backup over the first of a month', () => {
  let kit: ConsumerKit;
  let backup: Client;

  beforeEach(async () => {
    kit = await ConsumerKit.start();
    backup = new Client({ connectionString: kit.db.url });
    await backup.connect();
  });
  afterEach(async () => {
    await backup.end();
    await kit.end();
  });

  const published = (key: string, day: string) =>
    kit.db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers, occurred_at)
       values ($1, gen_random_uuid(), $2, $3, $2, 1, $4, $5, $6)`,
      [
        partitionOf(key),
        key,
        BookingConfirmed.type,
        JSON.stringify(BookingConfirmed.example),
        JSON.stringify({ dataschema: BookingConfirmed.dataschema, correlationid: 'c' }),
        `${day}T00:00:01Z`,
      ],
    );
  const hold = (mode: string) => backup.query(`begin; lock table assessment.inbox in ${mode} mode`);
  const months = async () =>
    (
      await kit.db.query(`select inhrelid::regclass::text as month from pg_inherits
        where inhparent = 'assessment.inbox'::regclass order by 1`)
    ).map(({ month }) => String(month));

  it('keeps nobody waiting, neither the new month nor the present one', async () => {
    await kit.consume(kit.insertOnly);
    await hold('access share');
    const before = performance.now();
    await published('new', '2031-05-01');
    for (let n = 0; n < 5; n += 1) await kit.confirm(`K${n}`);
    await until(async () => (await kit.seen()).length === 6);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(await months()).toContain('assessment.inbox_2031_05');
  });

  it('keeps the present month going while something stronger holds the inbox, and takes the new one up afterwards', async () => {
    await kit.consume(kit.insertOnly);
    await hold('share update exclusive');
    await published('new', '2031-06-01');
    await sleep(200);
    for (let n = 0; n < 5; n += 1) {
      const before = performance.now();
      await kit.confirm(`K${n}`);
      await until(async () => (await kit.seen()).length === n + 1);
      expect(performance.now() - before).toBeLessThan(2_000);
    }
    await backup.query('rollback');
    await until(async () => (await kit.seen()).length === 6);
    expect(await kit.seen()).toContain('new 1');
    expect(await kit.letters()).toEqual([]);
  });

  it('finds this month and the next one there, whatever asks first', async () => {
    const dataSource = await kit.db.open('assessment');
    const both = [1, 2].map(
      () => new MonthsAhead(new InboxMonths(dataSource, 'assessment'), () => new Date('2031-12-31T23:59:59Z')),
    );
    await Promise.all(both.map((each) => each.start()));
    for (const each of both) each.stop();
    expect(await months()).toEqual(['assessment.inbox_2031_12', 'assessment.inbox_2032_01']);
    await kit.consume(kit.insertOnly);
    const month = new Date().toISOString().slice(0, 7);
    expect(await months()).toContain(`assessment.inbox_${firstDay(month, 1).slice(0, 7).replace('-', '_')}`);
  });

  it('does not count months by length', () => {
    expect([firstDay('2026-01', 1), firstDay('2026-12', 1), firstDay('2024-02', 0)]).toEqual([
      '2026-02-01',
      '2027-01-01',
      '2024-02-01',
    ]);
  });
});
