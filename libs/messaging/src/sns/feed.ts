import { setTimeout as sleep } from 'node:timers/promises';
import type { Control, Delivery, Feed, Subscription } from '../bus';
import type { Received } from './codec';
import { readBody } from './codec';
import { InFlightMessages } from './in-flight';
import type { Queue } from './queue';

const DELETE_AFTER_MS = 50;
const MOST_IN_FLIGHT = 500;
const PAUSE_MS = 100;

export interface SnsFeedOptions {
  readonly queue: Queue;
  /** Payload of an event that was too large for the bus; undefined while the source has not settled it. */
  readonly claim: (source: string, eventId: string) => Promise<string | undefined>;
  readonly visibilitySeconds?: number;
}

/**
 * One FIFO queue. SQS holds back a key while one of its messages is in flight; the lanes keep the order inside a receive.
 * A message is deleted after its effect is committed, at most 50 ms later; until then its visibility is extended.
 */
export class SnsFeed implements Feed {
  private readonly inFlight = new InFlightMessages();
  private readonly stopping = new AbortController();
  private readonly visibility: number;
  private settled: string[] = [];
  private deleting: NodeJS.Timeout | undefined;
  private heartbeat: NodeJS.Timeout | undefined;
  private paused = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly subscription: Subscription,
    private readonly options: SnsFeedOptions,
  ) {
    this.visibility = options.visibilitySeconds ?? 30;
  }

  start(): void {
    const beat = () => void this.options.queue.extend(this.inFlight.receipts(), this.visibility).catch(() => undefined);
    this.heartbeat = setInterval(beat, (this.visibility * 1000) / 2);
    this.loop = this.run();
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('This bus has no transactional cursor'));
  }

  ack(deliveries: readonly Delivery[]): Promise<void> {
    this.settled.push(...this.inFlight.settle(deliveries));
    // The maximum age of what waits, never put off by what comes after it.
    this.deleting ??= setTimeout(() => void this.deleteSettled(), DELETE_AFTER_MS);
    return Promise.resolve();
  }

  rewind(source: string, partition: number): void {
    const receipts = this.inFlight.takePartition(source, partition);
    void this.options.queue.extend(receipts, 0).catch(() => undefined); // else they come back when their time is up
  }

  control(control: Control): void {
    if (control.action === 'seek')
      throw new Error('A queue keeps nothing that was settled; replay reads the event log');
    this.paused = control.action === 'pause';
  }

  async close(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.heartbeat);
    await this.loop;
    await this.deleteSettled();
    await this.options.queue.extend(this.inFlight.receipts(), 0).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        if (this.paused || this.inFlight.size >= MOST_IN_FLIGHT) await sleep(PAUSE_MS, undefined, { signal });
        else await this.receive(signal);
      } catch {
        // The queue is out of reach, or we are closing: messages that were not deleted come again.
        await sleep(PAUSE_MS * 5, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async receive(signal: AbortSignal): Promise<void> {
    const messages = await this.options.queue.receive(this.visibility, signal);
    const readable = messages.flatMap(({ receipt, body }) => {
      const received = readBody(body);
      return received ? [{ receipt, received }] : []; // unreadable: after some receives the queue's own rule moves it away
    });
    const blocked = new Set<string>();
    for (const { receipt, received } of readable) {
      const record = await this.payloadOf(received).catch(() => undefined);
      if (!record || blocked.has(received.record.key)) blocked.add(received.record.key);
      else this.subscription.deliver([this.inFlight.add(receipt, record)]);
    }
  }

  private async payloadOf({ record, isClaim }: Received) {
    if (!isClaim) return record;
    const payload = await this.options.claim(record.source, record.id);
    return payload === undefined ? undefined : { ...record, payload };
  }

  private async deleteSettled(): Promise<void> {
    clearTimeout(this.deleting);
    this.deleting = undefined;
    const receipts = this.settled.splice(0);
    if (receipts.length === 0) return;
    await this.options.queue.delete(receipts).catch(() => undefined); // they come again; the inbox drops the copies
  }
}
