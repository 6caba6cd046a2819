import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, Delivery, Feed, Subscription } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';

export interface CollectorOptions {
  readonly consumer: string;
  readonly types: readonly string[];
  readonly sources?: readonly string[];
  /** Commits and acknowledges. Without it nothing is acknowledged. */
  readonly settle?: (feed: Feed, deliveries: readonly Delivery[]) => Promise<void>;
}

/** A consumer that only writes down what it gets; settles in order, one delivery call at a time. */
export class Collector implements Subscription {
  readonly consumer: string;
  readonly types: readonly string[];
  readonly sources: readonly string[];
  readonly handlerVersion = 'test';
  readonly deliveries: Delivery[] = [];
  readonly revoked = new Set<number>();
  feed: Feed | undefined;
  private readonly settledIds = new Set<string>();
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: CollectorOptions) {
    this.consumer = options.consumer;
    this.types = options.types;
    this.sources = options.sources ?? ['booking'];
  }

  static async on(bus: Bus, options: CollectorOptions): Promise<Collector> {
    const collector = new Collector(options);
    collector.feed = await bus.subscribe(collector);
    return collector;
  }

  deliver(deliveries: readonly Delivery[]): void {
    this.deliveries.push(...deliveries);
    const { settle } = this.options;
    if (settle) {
      this.turn = this.turn.then(async () => {
        while (!this.feed) await sleep(1);
        await settle(this.feed, deliveries).then(
          () => deliveries.forEach(({ record }) => this.settledIds.add(record.id)),
          () => undefined,
        );
      });
    }
  }

  async revoke(partitions: readonly number[]): Promise<void> {
    for (const partition of partitions) this.revoked.add(partition);
    await this.turn;
  }

  /** Wanted records in the order they came, copies included. */
  get records(): EventRecord[] {
    return this.deliveries.filter(({ wanted }) => wanted).map(({ record }) => record);
  }

  /** First copies only. */
  get firstCopies(): EventRecord[] {
    return [...new Map(this.records.map((record) => [record.id, record])).values()];
  }

  /** Waits until all of these were settled without an error; rejects after the time. */
  async untilSettled(records: readonly EventRecord[], timeoutMs: number): Promise<void> {
    const open = () => records.filter(({ id }) => !this.settledIds.has(id)).length;
    for (const end = Date.now() + timeoutMs; open() > 0; await sleep(5))
      if (Date.now() > end)
        throw new Error(`${open()} of ${records.length} events were not settled in ${timeoutMs} ms`);
  }

  /** Waits for n different wanted records; rejects after the time. */
  async until(count: number, timeoutMs: number): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (this.firstCopies.length < count) {
      if (Date.now() > end) {
        const { deliveries, revoked } = this;
        const all = `${deliveries.length} deliveries in all, ${revoked.size} partitions once given up`;
        throw new Error(`${this.firstCopies.length} of ${count} events came in ${timeoutMs} ms (${all})`);
      }
      await sleep(5);
    }
  }
}
