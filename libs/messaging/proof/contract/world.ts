import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, BusFeatures, Delivery, Feed } from '#src/bus/bus';
import type { EventRecord } from '#src/publish/event-record';
import type { CollectorOptions } from '../harness/collector';
import { Collector } from '../harness/collector';
import { aRecord } from '../harness/records';

/** What a suite run needs to know about an adapter. `open` gives one more process on the same broker. */
export interface BusHarness {
  readonly features: BusFeatures;
  open(): Promise<Bus>;
  /** Hands records to the bus as a relay does. */
  publish(bus: Bus, records: readonly EventRecord[]): Promise<void>;
  /** Commits what a consumer has handled: inside a transaction where the cursor is part of it, then acknowledges. */
  settle(feed: Feed, deliveries: readonly Delivery[]): Promise<void>;
  /** Breaks every connection, or restarts the broker; resolves when it could be reached again. */
  interrupt?(): Promise<void>;
  /** A bus of its own for a process of a service under the real relay and consumer runtime. */
  busFor?(): Promise<'postgres' | Bus>;
  /** Sizes of payloads around a limit of the adapter, bytes. */
  readonly edges?: (record: EventRecord) => readonly number[];
  /** The bus holds back a key until what was delivered of it is acknowledged, and moves it slowly: so many events of one key are enough. */
  readonly perKey?: number;
  /** Bytes of payloads that a consumer who settles nothing may hold at most. */
  readonly mostBytes?: number;
  close(): Promise<void>;
}

/** Jest's `it`, or something that collects. */
export type Register = (title: string, run: () => Promise<void>, timeoutMs?: number) => void;

export interface ContractOptions {
  readonly it?: Register;
  /** Longest wait for anything to arrive. */
  readonly patienceMs?: number;
  /** How long nothing must arrive where nothing may. */
  readonly quietMs?: number;
}

/** The adapter under test, with event type and consumers that no other test uses. */
export class World {
  readonly patienceMs: number;
  readonly quietMs: number;
  readonly it: Register;
  type = '';
  private found: BusHarness | undefined;
  private buses: Bus[] = [];

  constructor({ patienceMs = 10_000, quietMs = 200, it: register = it }: ContractOptions) {
    // What a case waits for fails it by name; the runner's own limit would only say that it took long.
    this.it = (title, run, timeoutMs = 30_000) => register(title, run, timeoutMs + 3 * patienceMs);
    this.patienceMs = patienceMs;
    this.quietMs = quietMs;
  }

  get harness(): BusHarness {
    if (!this.found) throw new Error('The adapter did not start');
    return this.found;
  }

  async start(start: () => Promise<BusHarness>): Promise<void> {
    this.found = await start();
  }

  begin(): void {
    this.type = `test.${randomUUID()}`;
  }

  async end(): Promise<void> {
    await Promise.all(this.buses.splice(0).map((bus) => bus.close()));
  }

  async stop(): Promise<void> {
    await this.found?.close();
  }

  async open(): Promise<Bus> {
    const bus = await this.harness.open();
    this.buses.push(bus);
    return bus;
  }

  /** A consumer that settles what it gets. */
  collect(bus: Bus, over: Partial<CollectorOptions> = {}): Promise<Collector> {
    const settle = (feed: Feed, deliveries: readonly Delivery[]) => this.harness.settle(feed, deliveries);
    return Collector.on(bus, { consumer: `contract-${this.type}`, types: [this.type], settle, ...over });
  }

  /** A consumer that settles nothing. */
  unsettled(bus: Bus, consumer: string): Promise<Collector> {
    return Collector.on(bus, { consumer, types: [this.type] });
  }

  /** Versions 1 to n of one key. */
  history(key: string, count: number, over: Partial<EventRecord> = {}): EventRecord[] {
    return upTo(count).map((version) => aRecord({ key, type: this.type, version, ...over }));
  }

  /** Batches of 300 that are `count` events in all: of one key, or of as few as the bus can carry. */
  load(count: number): EventRecord[][] {
    const perKey = this.harness.perKey ?? count;
    const keys = Array.from({ length: Math.ceil(count / perKey) }, (_, index) => `load-${index}`);
    const records = upTo(perKey).flatMap((version) => keys.map((key) => aRecord({ key, type: this.type, version })));
    return Array.from({ length: Math.ceil(count / 300) }, (_, at) => records.slice(at * 300, (at + 1) * 300));
  }
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Versions of a key in the order their first copies came. */
export const versionsOf = (collector: Collector, key: string): number[] =>
  collector.firstCopies.filter((record) => record.key === key).map((record) => record.version);

/** Every key's versions came in order and without a gap. */
export const isGapless = (collector: Collector): boolean => {
  const last = new Map<string, number>();
  return collector.firstCopies.every(({ key, version }) => {
    const follows = version === (last.get(key) ?? 0) + 1;
    last.set(key, version);
    return follows;
  });
};

/** As the relay does: again until the bus accepts. */
export const publishStubbornly = async (
  harness: BusHarness,
  bus: Bus,
  records: readonly EventRecord[],
  patienceMs: number,
): Promise<void> => {
  for (const end = Date.now() + patienceMs; ;) {
    try {
      return await harness.publish(bus, records);
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
  }
};
