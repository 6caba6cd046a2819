import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import type { EventContext } from '#src/consumer/on-event';
import type { EventRecord } from '#src/publish/event-record';
import { partitionOf } from '#src/partition';
import { confirmed } from './consumer-kit';
import { aRecord } from './records';
import { type ScratchDatabase, scratchDatabase } from './scratch-database';
import { settled } from './settled';
import { startService, type TestService } from './test-service';

const EFFECTS = 'create table assessment.effect (n serial, key text, version int, run boolean)';
export const FIFTY = Array.from({ length: 50 }, (_, n) => `P${n}`);
const refusal = () => Object.assign(new Error('no'), { kind: 'conflict', code: 'NO' });

const today = new Date().toISOString().slice(0, 10);
const monthFrom = (months: number) => {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
};

/** As many rows as a service has after months: the planner chooses other plans for large tables than for empty ones. */
const FILLED = `
  create table assessment.inbox_${today.slice(0, 7).replace('-', '_')} partition of assessment.inbox
    for values from ('${monthFrom(0)}') to ('${monthFrom(1)}');
  insert into assessment.inbox (consumer, run_id, event_id, event_day)
  select 'test', '00000000-0000-0000-0000-000000000000', gen_random_uuid(), '${today}' from generate_series(1, 100000);
  insert into assessment.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version)
  select 'test', 'Q' || n % 20000, gen_random_uuid(), 'other', '{"source":"booking","aggregateId":"a","version":1}', 'discarded',
    'NO', 'permanent', 'local' from generate_series(1, 100000) n;
  analyze assessment.inbox; analyze assessment.dead_letter;`;

/** Booking publishes, one consumer writes down what took effect; tables of the size of production, one kind of plan forbidden. */
export class OrderWorld {
  refuse: (event: EventEnvelope) => boolean = () => false;
  hold: Promise<void> = Promise.resolve();
  consumer!: TestService;
  db!: ScratchDatabase;
  booking!: TestService;

  /** `forbidden`: settings that are off. Little memory stands for more rows than a test can make: joins then work in batches. */
  async start(forbidden: readonly string[]): Promise<void> {
    this.db = await scratchDatabase(['booking', 'assessment'], undefined, EFFECTS);
    await this.db.query(FILLED);
    for (const setting of [...forbidden.map((each) => `${each} = off`), `work_mem = ''1MB''`]) {
      await this.db.query(`do $$ begin execute format('alter database %I set ${setting}', current_database()); end $$`);
    }
    this.booking = await startService(this.db, 'booking');
    await this.consume();
  }

  async end(): Promise<void> {
    await this.consumer?.stop();
    await this.booking?.stop();
    await this.db?.drop();
  }

  /** One batch takes all that waits. */
  async consume(): Promise<void> {
    const handle = async (event: EventEnvelope, context: EventContext) => {
      if (context.replay) await this.hold;
      if (this.refuse(event)) throw refusal();
      await context.tx.query('insert into assessment.effect (key, version, run) values ($1, $2, $3)', [
        event.subject,
        event.aggregateversion,
        context.replay !== undefined,
      ]);
    };
    const handlers = [{ consumer: 'test', type: BookingConfirmed.type, handle }];
    this.consumer = await startService(this.db, 'assessment', handlers, { tuning: { batchSize: 400 } });
    const reset = async (tx: EventContext['tx'], keys: readonly string[]) =>
      void (await tx.query('delete from assessment.effect where key = any($1)', [keys]));
    this.consumer.messaging.operations.replays.hooks.register('test', { reset });
  }

  /** Versions of every aggregate in one transaction, turn by turn; under its own id unless another key is named. */
  confirm(
    ids: readonly string[],
    versions: readonly number[],
    keyOf: (id: string, version: number) => string = (id) => id,
  ): Promise<void> {
    return this.booking.messaging.unitOfWork.run(async (_tx, publish) => {
      for (const version of versions)
        for (const id of ids) publish({ id, key: keyOf(id, version), version }, [confirmed]);
    });
  }

  quiet(): Promise<void> {
    return settled([this.booking, this.consumer], 20_000);
  }

  /** The log has all that was told, whoever heard it. */
  published(): Promise<void> {
    return settled([this.booking], 20_000);
  }

  /** Letters of an earlier build, whose ids follow no order. */
  async scrambled(keys: readonly string[], versions: readonly number[]): Promise<void> {
    const records = keys.flatMap((key) =>
      versions.map((version) =>
        aRecord({
          key,
          version,
          type: BookingConfirmed.type,
          partition: partitionOf(key),
          payload: JSON.stringify(BookingConfirmed.example),
          headers: { dataschema: BookingConfirmed.dataschema, correlationid: 'c' },
        }),
      ),
    );
    await this.put(records);
  }

  /** One more letter, as an earlier build made it. */
  letter(record: EventRecord): Promise<void> {
    return this.put([record]);
  }

  private async put(records: readonly EventRecord[]): Promise<void> {
    await this.db.query(
      `with parked as (insert into assessment.parked_key (consumer, key) select distinct 'test', e->>'key' from unnest($1::jsonb[]) e
         on conflict do nothing)
       insert into assessment.dead_letter (consumer, key, event_id, type, event, state, code, error_class, handler_version)
       select 'test', e->>'key', (e->>'id')::uuid, e->>'type', e, 'waiting', 'BEHIND_DEAD_LETTER', 'permanent', 'before'
       from unnest($1::jsonb[]) e order by md5(e->>'id')`,
      [records.map((record) => JSON.stringify(record))],
    );
  }

  /** What took effect, by key, in the order in which it did. */
  async effects(run?: boolean): Promise<Record<string, string>> {
    const rows = await this.db.query(
      `select key, string_agg(version::text, ' ' order by n) as versions from assessment.effect
       where $1::boolean is null or run = $1 group by key order by key`,
      [run ?? null],
    );
    return Object.fromEntries(rows.map(({ key, versions }) => [String(key), String(versions)]));
  }
}
