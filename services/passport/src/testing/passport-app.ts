import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataOf, EventDefinition, EventOf } from '@throughcare/events/define-event';
import type { EventContext } from '@throughcare/messaging/on-event';
import {
  anEvent as anExample,
  deliver,
  startTestApp,
  type TestApp,
  type TestClaims,
  type TestRequest,
} from '@throughcare/platform/testing';
import { AppModule } from '../app.module';
import { PrisonersStandIn } from './prisoners';

const WORKER: TestClaims = {
  username: 'RESETTLE_1',
  name: 'Rosa Resettle',
  authSource: 'nomis',
  authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'],
};

/** What an event of a pathway says. */
export interface Told {
  readonly pathway: string;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}

/** The whole service on a database of its own, beside a stand-in of the gateway. */
export class PassportApp {
  private constructor(
    readonly test: TestApp,
    readonly prisoners: PrisonersStandIn,
  ) {}

  /** With `events` it consumes and relays too; without, handlers are called by `deliver`. */
  static async start({ events = false } = {}): Promise<PassportApp> {
    const prisoners = await PrisonersStandIn.start();
    const env = { GATEWAY_URL: prisoners.url };
    return new PassportApp(await startTestApp(AppModule, env, { name: 'passport', events }), prisoners);
  }

  /** Requests of a resettlement worker, or of someone a little different. */
  async as(claims: TestClaims = {}): Promise<TestRequest> {
    return this.test.request.as(await this.test.issuer.token({ ...WORKER, ...claims }));
  }

  /** Hands an event to a handler in a transaction, as the consumer runtime does. */
  deliver<E>(handle: (event: E, ctx: EventContext) => Promise<void>, event: E): Promise<void> {
    return deliver(this.test, handle, event);
  }

  query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.test.db.query<T[]>(sql, values);
  }

  /** Everything published about a person's pathways so far, oldest first; by releases before under the person's own id. */
  async published(nomsNumber: string) {
    const columns = 'key, type, version, payload, aggregate_id, event_id';
    return this.query<{ key: string; type: string; version: number; payload: Told; aggregate_id: string }>(
      `with of_person as (select id from person where noms_number = $1)
       select e.key, e.type, e.version, e.payload::json as payload, e.aggregate_id
       from (select ${columns} from outbox union all select ${columns} from event_log) e
       join (select id from of_person
             union all select s.id from pathway_status s join of_person p on p.id = s.person_id) a on a.id::text = e.aggregate_id
       order by e.event_id`,
      [nomsNumber],
    );
  }

  /** Starts work that meets at a lock we hold, and lets go once all of it waits there: a race that is always run. */
  atOnce<T>(lock: string, values: unknown[], work: () => Promise<T>[]): Promise<T[]> {
    return this.whileLocked(lock, values, async (untilWaiting, letGo) => {
      const started = work();
      await untilWaiting(started.length);
      await letGo();
      return Promise.all(started);
    });
  }

  /** Holds a lock while `work` is done; it can wait until so many wait, and let go. */
  async whileLocked<T>(
    lock: string,
    values: unknown[],
    work: (untilWaiting: (count: number) => Promise<void>, letGo: () => Promise<unknown>) => Promise<T>,
  ): Promise<T> {
    const admin = new Client({ connectionString: this.test.database.adminUrl });
    await admin.connect();
    try {
      await admin.query('begin; set local search_path = passport');
      await admin.query(lock, values);
      return await work(
        (count) => this.untilWaiting(admin, count),
        () => admin.query('commit'),
      );
    } finally {
      await admin.end();
    }
  }

  private async untilWaiting(admin: Client, count: number): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      await admin.query('select pg_stat_clear_snapshot()'); // a transaction would see the same activity for ever
      const { rows } = await admin.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if ((rows[0]?.n ?? 0) >= count) return;
      if (Date.now() > deadline) throw new Error('the work never met at the lock');
      await sleep(10);
    }
  }

  async close(): Promise<void> {
    await this.test.close();
    await this.prisoners.close();
  }
}

/** An event as it arrives: the contract's example with these differences. */
export const anEvent = <D extends EventDefinition>(
  definition: D,
  data: Partial<DataOf<D>> = {},
  { version, ...over }: { id?: string; version?: number; time?: string } = {},
): EventOf<D> => ({ ...anExample(definition, data, version), ...over });
