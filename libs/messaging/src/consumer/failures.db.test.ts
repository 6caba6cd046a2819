import { Logger } from '@nestjs/common';
import type { EventEnvelope } from '@throughcare/events/define-event';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { Client } from 'pg';
import type { EventContext } from './on-event';
import { counted } from '@throughcare/base/metrics';
import { partitionOf } from '../partition';
import { ConsumerKit, failing, keysOfOneLane, until } from '../../proof/harness/consumer-kit';

describe('a consumer whose handler fails', () => {
  let kit: ConsumerKit;

  beforeEach(async () => {
    kit = await ConsumerKit.start();
  });
  afterEach(() => kit.end());

  it('waits for what is unavailable, counts tries across restarts, and makes no dead letter of it', async () => {
    let away = true;
    const handle = async (event: EventEnvelope, { tx }: EventContext) => {
      if (away) throw failing('unavailable', 'UPSTREAM_DOWN');
      await kit.insert(tx, event);
    };
    const tries = async () => {
      const [row] = await kit.db.query('select attempts, error from assessment.delivery_attempt');
      return Number(row?.attempts ?? 0);
    };
    const first = await kit.consume(handle);
    await kit.confirm('K1');
    await until(async () => (await tries()) >= 3);
    await first.stop();
    kit.running.pop();
    const before = await tries();
    await kit.consume(handle);
    await until(async () => (await tries()) > before);
    expect(await tries()).toBeGreaterThan(before);
    away = false;
    await kit.quiet();
    expect(await kit.seen()).toEqual(['K1 1']);
    expect(await kit.letters()).toEqual([]);
    await until(async () => (await tries()) === 0);
    expect(await tries()).toBe(0);
  });

  it('tells when the letter of an event cannot be written, and writes it once it can', async () => {
    const said = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const before = counted('letters_refused');
    await kit.db.query('alter table assessment.dead_letter add constraint refused check (false) not valid');
    await kit.consume(() => Promise.reject(failing('conflict', 'NO')));
    await kit.confirm('K1');
    const told = () => said.mock.calls.flat().filter((line) => String(line).includes('could not be put away (23514)'));
    await until(() => counted('letters_refused') - before >= 2);
    expect(told()).toHaveLength(1);
    await kit.db.query('alter table assessment.dead_letter drop constraint refused');
    await kit.quiet();
    expect(await kit.letters()).toMatchObject([{ key: 'K1', code: 'NO' }]);
    said.mockRestore();
  });

  it('lets other lanes go on while one waits', async () => {
    const slow = keysOfOneLane(1)[0] ?? '';
    await kit.consume(async (event, { tx }) => {
      if (event.subject === slow) throw failing('unavailable', 'UPSTREAM_DOWN');
      await kit.insert(tx, event);
    });
    await kit.confirm(slow);
    await kit.confirm('another');
    await until(async () => (await kit.seen()).length > 0);
    expect(await kit.seen()).toEqual(['another 1']);
  });

  it('gives up after five tries on what is not found', async () => {
    await kit.consume(() => Promise.reject(failing('not-found', 'NO_REFERRAL')));
    await kit.confirm('K1');
    await kit.quiet();
    expect(await kit.letters()).toEqual([
      { key: 'K1', state: 'failed', code: 'NO_REFERRAL', error_class: 'hopeful', attempts: 5 },
    ]);
  });

  it('keeps what a bug said out of the dead letter: messages may name people', async () => {
    await kit.consume(() => Promise.reject(new TypeError('Cannot read Jane Doe')));
    await kit.confirm('K1');
    await kit.quiet();
    expect(JSON.stringify(await kit.db.query('select * from assessment.dead_letter'))).not.toContain('Jane');
    expect(await kit.letters()).toMatchObject([{ code: 'TypeError', error_class: 'permanent', attempts: 1 }]);
  });

  it('repeats a transaction whose connection died half way, with one effect', async () => {
    let attempts = 0;
    await kit.consume(async (event, { tx, publish }) => {
      attempts += 1;
      await kit.insert(tx, event);
      publish({ id: 'a', key: event.subject, version: 1 }, [AssessmentClosed.of(AssessmentClosed.example)]);
      if (attempts === 1) {
        const admin = new Client({ connectionString: process.env.TEST_POSTGRES_URL });
        await admin.connect();
        const [row] = await tx.query<{ pid: number }[]>('select pg_backend_pid() as pid');
        await admin.query('select pg_terminate_backend($1)', [row?.pid]);
        await admin.end();
      }
    });
    await kit.confirm('K1');
    await kit.quiet();
    expect(attempts).toBeGreaterThan(1);
    expect(await kit.seen()).toEqual(['K1 1']);
    expect(await kit.db.query('select type from assessment.event_log')).toHaveLength(1);
    expect(await kit.letters()).toEqual([]);
  });

  it('does not take a commit for one that would roll back, because somebody caught a database error', async () => {
    await kit.consume(async (event, { tx }) => {
      await kit.insert(tx, event);
      await tx.query('select 1/0').catch(() => undefined);
    });
    await kit.confirm('K1');
    await kit.quiet();
    expect(await kit.seen()).toEqual([]);
    expect(await kit.letters()).toMatchObject([{ key: 'K1', code: 'TRANSACTION_ABORTED' }]);
  });

  it('repeats an effect whose outcome is unknown, and one by one keeps their order', async () => {
    const calls: number[] = [];
    await kit.consume(
      async (event) => {
        calls.push(event.aggregateversion);
        if (calls.length === 2) throw failing('unavailable', 'TIMEOUT');
      },
      { kind: 'effect' },
    );
    for (const version of [1, 2, 3]) await kit.confirm('K1', version);
    await kit.quiet();
    expect(calls).toEqual([1, 2, 2, 3]);
  });

  it('refuses an event from before the dedupe horizon', async () => {
    await kit.db.query(`insert into assessment.inbox_horizon (day) values ('2200-01-01')`);
    await kit.consume(kit.insertOnly);
    await kit.confirm('K1');
    await kit.quiet();
    expect(await kit.seen()).toEqual([]);
    expect(await kit.letters()).toMatchObject([{ code: 'BEYOND_DEDUPE_HORIZON', error_class: 'permanent' }]);
  });

  it('makes a dead letter of an event it cannot read', async () => {
    await kit.consume(kit.insertOnly);
    await kit.db.query(
      `insert into booking.outbox (partition, event_id, key, type, aggregate_id, version, payload, headers) values
       ($1, gen_random_uuid(), 'K1', $2, 'a', 1, '{"half":', '{"dataschema":"urn:throughcare:event:x:1","correlationid":"c"}')`,
      [partitionOf('K1'), BookingConfirmed.type],
    );
    await kit.confirm('K2');
    await kit.quiet();
    expect(await kit.seen()).toEqual(['K2 1']);
    expect(await kit.letters()).toMatchObject([{ key: 'K1', code: 'MALFORMED_EVENT' }]);
  });
});
