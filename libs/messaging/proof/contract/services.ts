import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import type { EventContext } from '#src/consumer/on-event';
import type { Bus } from '#src/bus/bus';
import { scratchDatabase, type ScratchDatabase } from '../harness/scratch-database';
import { startService, type TestService } from '../harness/test-service';
import type { World } from './world';

const TABLES = `
  create table booking.thing (id text primary key, version int not null default 0);
  create table assessment.effect (n bigint generated always as identity, key text not null, version int not null,
    run text not null);`;

const LIVE = 'live';

type Wrap = (bus: Bus) => Bus;

/** Runs a test on services of its own, where the adapter can carry a whole service. */
export const withServices = async (world: World, test: (services: Services) => Promise<void>): Promise<void> => {
  if (!world.harness.busFor) return;
  const services = await Services.on(world);
  try {
    await test(services);
  } finally {
    await services.end();
  }
};

/** Two services on the bus under test with the real relay, inbox and lanes: booking publishes, assessment writes down. */
export class Services {
  readonly consumer = `runtime-${randomUUID()}`;
  /** Before the effect of each event; may throw. */
  before: (event: EventEnvelope) => Promise<void> | void = () => {};
  private readonly prefix = randomUUID();
  private readonly started: TestService[] = [];

  private constructor(
    readonly db: ScratchDatabase,
    private readonly world: World,
  ) {}

  static async on(world: World): Promise<Services> {
    return new Services(await scratchDatabase(['booking', 'assessment'], undefined, TABLES), world);
  }

  async producer(wrap?: Wrap): Promise<TestService> {
    return this.keep(await startService(this.db, 'booking', [], await this.busOptions(wrap)));
  }

  async subscriber(wrap?: Wrap): Promise<TestService> {
    const handle = (event: EventEnvelope, context: EventContext) => this.take(event, context);
    const handler = { consumer: this.consumer, type: BookingConfirmed.type, handle };
    return this.keep(await startService(this.db, 'assessment', [handler], await this.busOptions(wrap)));
  }

  /** A transaction that changes a thing and publishes its next version; `pause` waits while the row is locked. */
  async change(producer: TestService, name: string, pause = async () => {}): Promise<void> {
    const key = this.key(name);
    await producer.messaging.unitOfWork.run(async (tx, publish) => {
      await pause();
      await tx.query('insert into booking.thing (id) values ($1) on conflict do nothing', [key]);
      const [rows] = await tx.query<[{ version: number }[]]>(
        'update booking.thing set version = version + 1 where id = $1 returning version',
        [key],
      );
      await pause();
      publish({ id: key, key, version: rows[0]?.version ?? 0 }, [BookingConfirmed.of(BookingConfirmed.example)]);
    });
  }

  /** Versions of a name whose effect happened live, or in one replay, in the order they did. */
  async effects(name: string, run = LIVE): Promise<number[]> {
    const rows = await this.db.query('select version from assessment.effect where key = $1 and run = $2 order by n', [
      this.key(name),
      run,
    ]);
    return rows.map(({ version }) => version as number);
  }

  /** Waits for n live effects in all. */
  async until(count: number): Promise<void> {
    const end = Date.now() + this.world.patienceMs;
    for (;;) {
      const [row] = await this.db.query('select count(*)::int as n from assessment.effect where run = $1', [LIVE]);
      if (Number(row?.['n']) >= count) return;
      if (Date.now() > end) throw new Error(`${String(row?.['n'])} of ${count} effects in time`);
      await sleep(20);
    }
  }

  /** As its events carry it: other tests' events on the same broker have other keys. */
  key(name: string): string {
    return `${this.prefix}-${name}`;
  }

  /** False for what other tests left on the broker. */
  owns(key: string): boolean {
    return key.startsWith(this.prefix);
  }

  async end(): Promise<void> {
    await Promise.all(this.started.map((service) => service.stop()));
    await this.db.drop();
  }

  private async take(event: EventEnvelope, { tx, replay }: EventContext): Promise<void> {
    if (!this.owns(event.subject)) return;
    await this.before(event);
    await tx.query('insert into assessment.effect (key, version, run) values ($1, $2, $3)', [
      event.subject,
      event.aggregateversion,
      replay?.runId ?? LIVE,
    ]);
  }

  private async busOptions(wrap: Wrap = (bus) => bus): Promise<{ bus?: Bus }> {
    const bus = (await this.world.harness.busFor?.()) ?? 'postgres';
    return bus === 'postgres' ? {} : { bus: wrap(bus) };
  }

  private keep(service: TestService): TestService {
    let stopping: Promise<void> | undefined;
    const once = { ...service, stop: () => (stopping ??= service.stop()) };
    this.started.push(once);
    return once;
  }
}
