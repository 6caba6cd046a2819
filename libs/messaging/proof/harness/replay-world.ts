import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { PersonArrived } from '@throughcare/events/person-arrived.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import { outboundGate } from '@throughcare/base/context';
import { tableRebuild } from '#src/replay/rebuild';
import type { ReplayRequest, ReplayRun } from '#src/replay/run';
import { type ScratchDatabase, scratchDatabase } from './scratch-database';
import { settled } from './settled';
import { startService, type TestHandler, type TestService } from './test-service';

const TABLES = `
  create table passport.seen (event_id uuid, key text, version int, run boolean);
  create table passport.stay (key text primary key, version int not null, applied int not null);`;

export const asked = { reason: 'a test', requestedBy: 'OPS' } as const;

/** One service publishes confirmations, another has a projection, an effect and a projection that reaches outside of them. */
export class ReplayWorld {
  passport!: TestService;
  /** Keys that the effect handler was called for. */
  calls: string[] = [];
  /** Keys for which a projection tried to reach outside. */
  outside: string[] = [];
  /** Keys that the projection cannot handle. */
  readonly broken = new Set<string>();
  /** How often it refused to. */
  tries = 0;
  /** Two keys of this test alone. */
  x1 = '';
  x2 = '';
  private db!: ScratchDatabase;
  private booking!: TestService;
  private test = 0;

  private readonly handlers: TestHandler[] = [
    {
      consumer: 'stays',
      type: BookingConfirmed.type,
      handle: async ({ id, subject, aggregateversion }, { tx, publish, replay, table }) => {
        if (this.broken.has(subject)) this.tries += 1;
        if (this.broken.has(subject)) throw Object.assign(new Error('BROKEN'), { kind: 'conflict', code: 'BROKEN' });
        const seen = [id, subject, aggregateversion, replay !== undefined];
        await tx.query('insert into seen values ($1, $2, $3, $4)', seen);
        await tx.query(
          `insert into ${table('stay')} as s values ($1, $2, 1)
           on conflict (key) do update set version = excluded.version, applied = s.applied + 1
           where s.version < excluded.version`,
          [subject, aggregateversion],
        );
        publish({ id: subject, key: subject, version: aggregateversion }, [PersonArrived.of(PersonArrived.example)]);
      },
    },
    {
      consumer: 'letters',
      type: BookingConfirmed.type,
      kind: 'effect',
      handle: ({ subject }) => void this.calls.push(subject),
    },
    {
      consumer: 'reaching-out',
      type: BookingConfirmed.type,
      handle: ({ subject }) => {
        outboundGate('prison-api');
        this.outside.push(subject);
      },
    },
  ];

  async start(): Promise<void> {
    this.db = await scratchDatabase(['booking', 'passport'], undefined, TABLES);
    this.booking = await startService(this.db, 'booking');
    this.passport = await this.another();
    this.registerHooks();
  }

  async begin(): Promise<void> {
    this.test += 1;
    [this.x1, this.x2] = [`X1T${this.test}`, `X2T${this.test}`];
    await this.quiet();
    [this.calls, this.outside] = [[], []];
    this.broken.clear();
    await this.query('truncate passport.seen');
  }

  async stop(): Promise<void> {
    await this.passport?.stop();
    await this.booking?.stop();
    await this.db?.drop();
  }

  /** One more instance of the consuming service. */
  readonly another = (): Promise<TestService> => startService(this.db, 'passport', this.handlers);

  async replacePassport(heir: TestService): Promise<void> {
    await this.passport.stop();
    this.passport = heir;
    this.registerHooks();
  }

  readonly confirm = (key: string, version: number, id = `booking-${key}`) =>
    this.booking.messaging.unitOfWork.run(async (_tx, publish) => {
      publish({ id, key, version }, [BookingConfirmed.of({ ...BookingConfirmed.example, crn: key })]);
    });

  readonly quiet = () =>
    settled(
      [this.booking, this.passport].map(({ messaging, dataSource, schema }) => ({ messaging, dataSource, schema })),
    );

  readonly replays = () => this.passport.messaging.operations.replays;

  readonly finished = async (id: string): Promise<ReplayRun> => {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(20)) {
      const run = await this.replays().find(id);
      if (run.state !== 'running') return run;
    }
    throw new Error('the run does not end');
  };

  readonly run = async (request: Partial<ReplayRequest>) => {
    const whole: ReplayRequest = { consumer: 'stays', mode: 'redeliver', filter: {}, ...asked, ...request };
    return this.finished((await this.replays().begin(whole)).id);
  };

  readonly query = <T>(sql: string) => this.db.query(sql) as Promise<T[]>;

  readonly seen = async (wasReplay: boolean) =>
    (
      await this.query<{ key: string; version: number }>(
        `select key, version from passport.seen where run = ${wasReplay} order by key, version`,
      )
    ).map(({ key, version }) => `${key} ${version}`);

  private registerHooks(): void {
    this.replays().hooks.register('stays', {
      ...tableRebuild('stay'),
      reset: async (tx, keys) => void (await tx.query('delete from stay where key = any($1)', [keys])),
    });
  }
}
