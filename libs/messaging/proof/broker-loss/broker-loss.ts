import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BookingConfirmed } from '@throughcare/events/booking-confirmed.v1';
import type { EventEnvelope } from '@throughcare/events/define-event';
import type { EventContext } from '#src/consumer/on-event';
import type { RunningBroker } from '../harness/brokers';
import { type ScratchDatabase, scratchDatabase } from '../harness/scratch-database';
import { startService, type TestService } from '../harness/test-service';
import { KafkaBus } from '#src/bus/kafka/kafka-bus';
import { countEffects, EFFECTS, judge, type LossVerdict } from './effects';
import { Faults, type Leaving } from './faults';
import { freshTopic } from './fresh-topic';
import { Meter } from './meter';

const KEYS = 500;
const BATCH = 100;
/** Appended ahead of what is settled at most, so that a fault meets events that are on their way and not a backlog. */
const AHEAD = 400;
/** While a broker is away events are spread out, so that they meet every moment of its going and coming back. */
const SPREAD_MS = 50;
/** Without any progress for so long nothing more comes: a consumer takes some 20 s to get over a killed broker. */
const QUIET_MS = 60_000;

export interface BrokerLoss extends LossVerdict {
  /** Copies that Kafka delivered again. Harmless: the inbox drops them; told for completeness. */
  readonly copies: number;
  readonly seconds: number;
}

export interface LossOptions {
  readonly how: Leaving;
  readonly events: number;
  /** False shows what is lost without the publisher's check. */
  readonly checkCoverage: boolean;
  /** A PostgreSQL server; in Jest the one of the run. */
  readonly serverUrl?: string;
}

/** Until it holds, or nothing has moved for a long while. */
const settleDown = async (progress: () => Promise<number>, isDone: (reached: number) => boolean): Promise<boolean> => {
  let reached = -1;
  for (let movedAt = Date.now(); Date.now() - movedAt < QUIET_MS; await sleep(200)) {
    const now = await progress();
    if (isDone(now)) return true;
    if (now !== reached) movedAt = Date.now();
    reached = now;
  }
  return false;
};

/** Events in transactions of a hundred, keys taking turns, versions counting up per key; brokers go at 2/5 and 4/5. */
const produce = async ({ messaging }: TestService, meter: Meter, events: number, faults: Faults): Promise<void> => {
  const caughtUp = (appended: number) =>
    settleDown(
      () => Promise.resolve(meter.settled),
      (settled) => settled >= appended - AHEAD,
    );
  for (let start = 0; start < events; start += BATCH) {
    if (start === (events * 2) / 5) faults.begin(2);
    if (start === (events * 4) / 5) {
      await faults.over();
      faults.begin(3);
    }
    await messaging.unitOfWork.run((_, publish) => {
      for (let sequence = start; sequence < start + BATCH; sequence += 1) {
        const id = `K${sequence % KEYS}`;
        const version = Math.floor(sequence / KEYS) + 1;
        publish({ id, key: id, version }, [BookingConfirmed.of(BookingConfirmed.example)]);
      }
      return Promise.resolve();
    });
    if (faults.running) await sleep(SPREAD_MS);
    if (!(await caughtUp(start + BATCH))) throw new Error('The relay does not get on');
  }
  await faults.over();
};

const writeDown = async ({ id, subject, aggregateversion }: EventEnvelope, { tx }: EventContext): Promise<void> => {
  await tx.query('insert into assessment.effect (event_id, key, version) values ($1, $2, $3)', [
    id,
    subject,
    aggregateversion,
  ]);
};

/** One service publishes, another has its effects; both with the real outbox, relay, lanes and inbox. */
class Proof {
  private readonly services: TestService[] = [];
  private readonly failures: unknown[] = [];

  constructor(
    private readonly db: ScratchDatabase,
    private readonly brokers: readonly string[],
    private readonly checkCoverage: boolean,
  ) {}

  async run(events: number, faults: Faults): Promise<LossVerdict & { copies: number }> {
    const received = this.meter('assessment');
    const consumer = { consumer: `effects-${randomUUID()}`, type: BookingConfirmed.type, handle: writeDown };
    const assessment = await this.start('assessment', [consumer], received);
    const sent = this.meter('booking');
    await produce(await this.start('booking', [], sent), sent, events, faults);
    await settleDown(
      () => Promise.resolve(sent.settled),
      (settled) => settled === events,
    );
    await settleDown(
      () => countEffects(this.db),
      (effects) => effects >= events,
    );
    await this.readToTheEnd(assessment);
    if (this.failures.length > 0) throw new Error('The consumer gave up', { cause: this.failures[0] });
    return { ...(await judge(this.db)), copies: received.copies };
  }

  async end(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
  }

  /** What comes again comes before the end: a doubled effect would be there then. */
  private async readToTheEnd({ messaging }: TestService): Promise<void> {
    const [runtime] = messaging.server.watched;
    const behind = async () => (messaging.server.isIdle ? ((await runtime?.behind().catch(() => 1)) ?? 0) : 1);
    await settleDown(behind, (events) => events === 0);
  }

  private meter(owner: string): Meter {
    const { brokers, checkCoverage } = this;
    return new Meter(new KafkaBus({ brokers, owner, checkCoverage, onFatal: (error) => this.failures.push(error) }));
  }

  private async start(source: string, handlers: Parameters<typeof startService>[2], bus: Meter): Promise<TestService> {
    const service = await startService(this.db, source, handlers, { bus });
    this.services.push(service);
    return service;
  }
}

/**
 * Three brokers, two in-sync replicas required: a broker goes (`stop` or `kill`) at 2/5 of the events and comes back, then
 * another one at 4/5. Judged by the effects in PostgreSQL. Without the coverage check of the publisher, kafkajs loses
 * messages here without an error.
 */
export const runBrokerLoss = async (broker: RunningBroker, options: LossOptions): Promise<BrokerLoss> => {
  const begun = Date.now();
  const { checkCoverage, how, events, serverUrl } = options;
  const brokers = broker.address.split(',');
  await freshTopic(brokers, 'booking');
  const db = await scratchDatabase(['booking', 'assessment'], serverUrl, EFFECTS);
  const proof = new Proof(db, brokers, checkCoverage);
  try {
    const verdict = await proof.run(events, new Faults(broker, how));
    return { ...verdict, seconds: Math.round((Date.now() - begun) / 1000) };
  } finally {
    await proof.end();
    await db.drop();
  }
};
