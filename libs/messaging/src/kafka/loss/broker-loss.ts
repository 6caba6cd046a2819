import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Feed } from '../../bus';
import type { RunningBroker } from '../../testing/brokers';
import { createTopics, KafkaBus } from '../kafka-bus';
import { Judge, recordOf, sequenceBatch } from './sequence';

const BATCH = 100;
/** While a broker is away sends are spread out, so that they meet every moment of its going and coming back. */
const SPREAD_MS = 50;
const AWAY_MS = 1_500;

export type Leaving = 'stop' | 'kill';

export interface BrokerLoss {
  readonly sent: number;
  readonly lost: number;
  readonly inverted: number;
  /** Copies that arrived twice. Harmless: the inbox drops them; told for completeness. */
  readonly copies: number;
  readonly seconds: number;
}

export interface LossOptions {
  readonly how: Leaving;
  readonly events: number;
  /** False shows what is lost without the publisher's check. */
  readonly checkCoverage: boolean;
}

/** Brokers that go and come back while events are sent, one after the other. */
class Faults {
  running = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly broker: RunningBroker,
    private readonly how: Leaving,
  ) {}

  begin(node: number): void {
    this.running += 1;
    this.last = this.last.then(async () => {
      await this.broker.fault(`${this.how} ${node}`);
      await sleep(AWAY_MS);
      await this.broker.fault(`start ${node}`);
      this.running -= 1;
    });
  }

  over(): Promise<void> {
    return this.last;
  }
}

/** The relay's part: the same batch again until it is settled. */
const publishAll = async (bus: KafkaBus, source: string, events: number, faults: Faults): Promise<string[]> => {
  const ids: string[] = [];
  for (let start = 0; start < events; start += BATCH) {
    if (start === (events * 2) / 5) faults.begin(2);
    if (start === (events * 4) / 5) {
      await faults.over(); // one at a time: two of three away is an outage, not a loss
      faults.begin(3);
    }
    const records = Array.from({ length: BATCH }, (_, index) => recordOf(source, start + index));
    ids.push(...records.map(({ id }) => id));
    const { batch, isSettled } = sequenceBatch(source, records);
    while (!isSettled()) await bus.publish(batch).catch(() => sleep(100));
    if (faults.running > 0) await sleep(SPREAD_MS);
  }
  await faults.over();
  return ids;
};

/** Until everything came, or nothing more came for a long while. */
const settleDown = async (seen: ReadonlySet<string>, expected: number): Promise<void> => {
  let before = seen.size;
  for (let idle = 0; seen.size < expected && idle < 40; idle += 1) {
    await sleep(500);
    if (seen.size !== before) idle = 0;
    before = seen.size;
  }
};

const follow = async (bus: KafkaBus, source: string, judge: Judge): Promise<void> => {
  const feed = new Promise<Feed>((resolve, reject) => {
    const subscription = {
      consumer: `judge-${source}`,
      sources: [source],
      types: ['test.sequence'],
      handlerVersion: '1',
      deliver: (deliveries: readonly Delivery[]) => {
        for (const each of deliveries) judge.take(each);
        void feed.then((found) => found.ack(deliveries));
      },
      revoke: () => Promise.resolve(),
    };
    bus.subscribe(subscription).then(resolve, reject);
  });
  await feed;
};

/**
 * Three brokers, two in-sync replicas required: a broker goes (`stop` or `kill`) at 2/5 of the events and comes back, then
 * another one at 4/5. Without the coverage check of the publisher, kafkajs loses messages here without an error.
 */
export const runBrokerLoss = async (broker: RunningBroker, options: LossOptions): Promise<BrokerLoss> => {
  const begun = Date.now();
  const source = `sequence-${randomUUID()}`;
  const brokers = broker.address.split(',');
  await createTopics({ brokers, owner: 'deployment', sources: [source], replicationFactor: 3 });
  const failures: unknown[] = [];
  const { checkCoverage, how, events } = options;
  const bus = new KafkaBus({ brokers, owner: 'judge', checkCoverage, onFatal: (error) => failures.push(error) });
  const judge = new Judge();
  const { seen } = judge;
  await follow(bus, source, judge);
  const ids = await publishAll(bus, source, events, new Faults(broker, how));
  await settleDown(seen, ids.length);
  await bus.close();
  if (failures.length > 0) throw new Error('The consumer gave up', { cause: failures[0] });
  const lost = ids.filter((id) => !seen.has(id)).length;
  const { inverted, copies } = judge;
  return { sent: ids.length, lost, inverted, copies, seconds: Math.round((Date.now() - begun) / 1000) };
};
