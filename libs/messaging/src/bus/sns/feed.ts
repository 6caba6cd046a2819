import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Control, Delivery, Feed, Subscription } from '../bus';
import type { Claim } from '../../database/claims';
import type { EventRecord } from '../../publish/event-record';
import { MALFORMED, malformedRecord } from '../malformed';
import { count } from '@throughcare/base/metrics';
import { monotonic } from '@throughcare/base/monotonic';
import { partitionOf } from '../../partition';
import { readBody } from './codec';
import { Deletions } from './deletions';
import { type Held, HeldMessages } from './held';
import { InFlightMessages } from './in-flight';
import { inTens, type Queue, type QueueMessage } from './queue';

const MOST_IN_FLIGHT = 500;
const MOST_BYTES_IN_FLIGHT = 16 * 1_048_576;
const PAUSE_MS = 50;
const FAILED_PAUSE_MS = 500;
/** How long closing waits for a poll to answer by itself: what a broken-off poll had received comes again only when its time is up. */
const LAST_POLL_MS = 2_000;
/** Three polls of 20 s: for so long a receive without messages is news. */
const EMPTY_FOR_MS = 60_000;
/** When a message that another instance is to take is delivered again: 1, 2, 4 … 60 s, because each delivery counts. */
const waitOf = ({ receives }: QueueMessage): number => Math.min(60, 2 ** Math.min(receives - 1, 6));

export interface SnsFeedOptions {
  readonly queue: Queue;
  /** Payload of an event that was too large for the bus. */
  readonly claim: Claim;
  readonly visibilitySeconds?: number;
  readonly pollSeconds?: number;
  /** Polls at once. SQS gives a key to one of them at a time. */
  readonly pollers?: number;
}

/**
 * One FIFO queue. SQS holds back a key while one of its messages is in flight; the lanes keep the order inside a receive.
 * A message is deleted after its effect is committed, at most 50 ms later; until then its visibility is extended.
 */
export class SnsFeed implements Feed {
  private readonly logger = new Logger(SnsFeed.name);
  private readonly inFlight = new InFlightMessages();
  private readonly held = new HeldMessages(
    (held, record) => this.take(held, record),
    () => this.logger.warn(`${this.subscription.consumer} waits for an event whose payload is not to be had yet`),
  );
  private readonly deletions: Deletions;
  private readonly closing = new AbortController();
  private readonly polling = new AbortController();
  private readonly visibility: number;
  private heartbeat: NodeJS.Timeout | undefined;
  private beating: Promise<void> = Promise.resolve();
  private paused = false;
  /** When a receive last found nothing. */
  private emptyAt = -Infinity;
  private loops: readonly Promise<void>[] = [];
  private closed: Promise<void> | undefined;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: SnsFeedOptions,
  ) {
    this.visibility = options.visibilitySeconds ?? 30;
    this.deletions = new Deletions(options.queue);
  }

  start(): void {
    const beat = () => (this.beating = this.beating.then(() => this.extendAll()).catch(() => undefined));
    this.heartbeat = setInterval(() => void beat(), (this.visibility * 1000) / 2);
    this.loops = Array.from({ length: this.options.pollers ?? 2 }, () => this.run());
  }

  commit(): Promise<void> {
    return Promise.reject(new Error('This bus has no transactional cursor'));
  }

  ack(deliveries: readonly Delivery[]): Promise<void> {
    this.deletions.add(this.inFlight.settle(deliveries));
    return Promise.resolve();
  }

  rewind(source: string, partition: number): void {
    const isThere = (held: Held) => held.source === source && held.partition === partition;
    this.giveBack([...this.inFlight.takePartition(source, partition), ...this.held.take(isThere)]);
  }

  control(control: Control): void {
    if (control.action === 'seek')
      throw new Error('A queue keeps nothing that was settled; replay reads the event log');
    this.paused = control.action === 'pause';
  }

  /** Messages that nobody has received, and those received here and not settled. */
  async lag(): Promise<number> {
    return (await this.options.queue.depth()) + this.inFlight.size + this.held.size;
  }

  /**
   * Without what waits for its payload, and without what SQS keeps behind messages in flight, here or in another instance: the
   * depth counts that too. A receive that came back empty says that there is nothing else.
   */
  async owed(): Promise<number> {
    const hasAll = this.isFull || monotonic() - this.emptyAt < EMPTY_FOR_MS;
    return this.inFlight.size + (hasAll ? 0 : await this.options.queue.depth());
  }

  /** Stops intake, deletes what is settled, gives the rest back. Idempotent. */
  close(): Promise<void> {
    this.closed ??= this.finish();
    return this.closed;
  }

  private async finish(): Promise<void> {
    this.closing.abort();
    clearInterval(this.heartbeat);
    const patience = setTimeout(() => this.polling.abort(), LAST_POLL_MS);
    await Promise.all([...this.loops, this.beating]);
    clearTimeout(patience);
    await this.deletions.close();
    await this.options.queue.extend([...this.inFlight.takeAll(), ...this.held.take()], 0).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      try {
        if (this.isFull) await sleep(PAUSE_MS, undefined, { signal });
        else await this.receive();
      } catch {
        // The queue is out of reach, or we are closing: messages that were not deleted come again.
        await sleep(FAILED_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private get isFull(): boolean {
    return (
      this.paused ||
      this.inFlight.size + this.held.size >= MOST_IN_FLIGHT ||
      this.inFlight.bytes >= MOST_BYTES_IN_FLIGHT
    );
  }

  private async receive(): Promise<void> {
    const { queue, pollSeconds = 20 } = this.options;
    const messages = await queue.receive(this.visibility, pollSeconds, this.polling.signal);
    if (messages.length === 0) this.emptyAt = monotonic();
    if (this.paused || this.closing.signal.aborted) return this.giveBack(messages.map(({ receipt }) => receipt));
    const leftToOthers = new Set<string>();
    for (const message of messages) {
      const held = this.heldOf(message);
      if (this.isForOthers(held.type)) leftToOthers.add(message.group);
      if (leftToOthers.has(message.group)) this.giveBack([message.receipt], waitOf(message));
      else await this.held.add(held);
    }
  }

  /** Another running instance handles the type: neither ours to settle nor ours to kill. */
  private isForOthers(type: string): boolean {
    return !this.isWanted(type) && this.subscription.isHandledElsewhere?.(type) === true;
  }

  private isWanted(type: string): boolean {
    return type === MALFORMED || this.subscription.types.includes(type);
  }

  private heldOf(message: QueueMessage): Held & { readonly type: string } {
    const { record, isClaim } = readBody(message.body) ?? { record: this.unreadable(message), isClaim: false };
    const { source, partition, type } = record;
    const read = async () => {
      if (!isClaim || !this.isWanted(type)) return record;
      const payload = await this.options.claim(source, record.id);
      return payload === undefined ? undefined : { ...record, payload };
    };
    return { message, source, partition, type, read, without: record };
  }

  private take({ message }: Held, record: EventRecord): void {
    this.subscription.deliver([this.inFlight.add(message.receipt, record, this.isWanted(record.type))]);
  }

  private unreadable({ messageId, group, body, sentAt }: QueueMessage): EventRecord {
    return malformedRecord(messageId, {
      source: this.subscription.sources[0] ?? '',
      partition: partitionOf(group),
      key: group,
      body: Buffer.from(body),
      sentAt,
    });
  }

  /** When this fails they come back when their time is up. */
  private giveBack(receipts: readonly string[], afterSeconds = 0): void {
    void this.options.queue.extend(receipts, afterSeconds).catch(() => undefined);
  }

  private async extendAll(): Promise<void> {
    const receipts = () => [...this.inFlight.receipts(), ...this.held.receipts()];
    for (const ten of inTens(receipts())) {
      const current = new Set(receipts()); // some were settled or given back meanwhile
      const { lost } = await this.options.queue.extend(
        ten.filter((receipt) => current.has(receipt)),
        this.visibility,
      );
      if (lost.length > 0) count('visibility_lost', lost.length, { consumer: this.subscription.consumer });
    }
  }
}
