import type { EventEnvelope } from '@throughcare/events/define-event';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { EventContext } from '#src/consumer/on-event';
import { partitionOf } from '#src/partition';
import { type ScratchDatabase, scratchDatabase } from './scratch-database';
import { settled } from './settled';
import { startService, type TestHandler, type TestService } from './test-service';

const EFFECTS = 'create table assessment.effect (n serial, key text, version int)';

export const confirmed = BookingConfirmed.of(BookingConfirmed.example);

export const failing = (kind: string, code: string) => Object.assign(new Error('told to'), { kind, code });

/** Keys of one partition share a lane, so that they come in one batch. */
export const keysOfOneLane = (count: number): string[] => {
  const keys: string[] = [];
  for (let n = 0; keys.length < count; n += 1) if (partitionOf(`K${n}`) === 3) keys.push(`K${n}`);
  return keys;
};

export const until = async (check: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 10_000; !(await check()) && Date.now() < end;) await sleep(5);
};

/** Booking publishes, services of assessment consume and write down what they saw. */
export class ConsumerKit {
  readonly running: TestService[] = [];

  private constructor(
    readonly db: ScratchDatabase,
    readonly booking: TestService,
  ) {}

  static async start(): Promise<ConsumerKit> {
    const db = await scratchDatabase(['booking', 'assessment'], undefined, EFFECTS);
    return new ConsumerKit(db, await startService(db, 'booking'));
  }

  async end(): Promise<void> {
    for (const service of [...this.running, this.booking]) await service.stop();
    await this.db.drop();
  }

  async consume(
    handle: (event: EventEnvelope, context: EventContext) => Promise<unknown>,
    over: Partial<TestHandler> = {},
  ): Promise<TestService> {
    const handler: TestHandler = {
      consumer: 'test',
      type: BookingConfirmed.type,
      ...over,
      handle: async (event, context) => void (await handle(event, context)),
    };
    const service = await startService(this.db, 'assessment', [handler]);
    this.running.push(service);
    return service;
  }

  confirm(key: string, version = 1): Promise<void> {
    return this.booking.messaging.unitOfWork.run(async (_tx, publish) =>
      publish({ id: key, key, version }, [confirmed]),
    );
  }

  quiet(): Promise<void> {
    return settled([this.booking, ...this.running], 15_000);
  }

  async seen(): Promise<string[]> {
    const rows = await this.db.query('select key, version from assessment.effect order by n');
    return rows.map(({ key, version }) => `${String(key)} ${String(version)}`);
  }

  letters() {
    return this.db.query('select key, state, code, error_class, attempts from assessment.dead_letter order by id');
  }

  insert(tx: EventContext['tx'] | DataSource, event: EventEnvelope) {
    return tx.query('insert into assessment.effect (key, version) values ($1, $2)', [
      event.subject,
      event.aggregateversion,
    ]);
  }

  readonly insertOnly = async (event: EventEnvelope, { tx }: EventContext): Promise<void> => {
    await this.insert(tx, event);
  };
}
