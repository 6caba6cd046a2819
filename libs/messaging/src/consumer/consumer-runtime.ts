import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { monotonic } from '@throughcare/base/monotonic';
import type { Bus, Delivery, Feed, Subscription } from '../bus/bus';
import type { EventRecord } from '../publish/event-record';
import { reducedRecord } from '../bus/malformed';
import { shownType } from '../bus/shown-type';
import { count } from '@throughcare/base/metrics';
import type { Roster } from '../rollout/roster';
import type { UnitOfWork } from '../publish/unit-of-work';
import { Attempts } from './attempts';
import { EventWork } from './event-work';
import { Breaker, CircuitOpen } from './breaker';
import type { Semaphore } from './semaphore';
import type { Handler } from './handlers';
import { sourcesOf } from './handlers';
import { Inbox } from './inbox';
import { LaneScheduler } from './scheduler';
import type { LaneWork } from './lane';
import type { DeadLetterTable } from './dead-letters/dead-letter-table';
import type { Failure } from '@throughcare/base/retry.rules';
import { attemptWords, classify, diagnose, givesUp, waitBefore } from '@throughcare/base/retry.rules';
import { inTransaction } from '../database/transaction';

export interface RuntimeOptions {
  readonly consumer: string;
  readonly source: string;
  readonly schema: string;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly letters: DeadLetterTable;
  readonly semaphore: Semaphore;
  readonly handlerVersion: string;
  readonly roster: Roster;
  readonly lanes?: number;
  readonly batchSize?: number;
}

/** SQLSTATE class 22: a value that no column takes, now or later. */
const CANNOT_BE_KEPT = /^22/;

/** One consumer: its subscription, its lanes, and what happens to events that fail. */
export class ConsumerRuntime implements LaneWork {
  readonly batchSize: number;
  readonly work: EventWork;
  private readonly logger = new Logger(ConsumerRuntime.name);
  private scheduler: LaneScheduler;
  private readonly inbox: Inbox;
  private readonly attempts: Attempts;
  private readonly breaker = new Breaker();
  private readonly retrying = new Set<string>();
  /** Events whose letter was refused. */
  private readonly unwritten = new Set<string>();
  private feed: Feed | undefined;
  private lastMoved = monotonic();

  constructor(private readonly options: RuntimeOptions) {
    const { dataSource, schema, consumer } = options;
    this.batchSize = options.batchSize ?? 50;
    this.inbox = new Inbox(dataSource, schema, consumer);
    this.attempts = new Attempts(dataSource, schema, consumer);
    this.work = new EventWork({ ...options, inbox: this.inbox });
    this.scheduler = this.newScheduler();
  }

  /** When an event last took effect, failed or was put away; the start where there was none. */
  get movedAt(): number {
    return this.lastMoved;
  }

  /** True while what its handlers need is away. */
  get isCircuitOpen(): boolean {
    return this.breaker.isOpen;
  }

  get consumer(): string {
    return this.options.consumer;
  }

  get isIdle(): boolean {
    return this.scheduler.isIdle;
  }

  /** True while another release does its work. */
  get standsAside(): boolean {
    return this.options.roster.standsAside(this.consumer);
  }

  get isSubscribed(): boolean {
    return this.feed !== undefined;
  }

  /** Begins to receive, unless another release does this consumer's work. */
  async start(): Promise<void> {
    const { bus, consumer, handlers, handlerVersion, roster } = this.options;
    if (this.standsAside) return;
    const types = [...handlers.keys()];
    const subscription: Subscription = {
      consumer,
      types,
      handlerVersion,
      sources: sourcesOf(types),
      keeps: (type) => roster.hasWanted(consumer, type),
      isHandledElsewhere: (type) => roster.isHandledElsewhere(consumer, type),
      deliver: (deliveries) => this.scheduler.push(deliveries),
      revoke: (partitions) => this.scheduler.drop(partitions),
    };
    this.feed = await bus.subscribe(subscription);
    if (this.standsAside) await this.detach(); // since it began
  }

  /** True while the broker holds something that its client cannot read. */
  get isBlocked(): boolean {
    return this.feed?.isBlocked === true;
  }

  /** Events of its own partitions it has not passed; undefined where the bus cannot tell. */
  async behind(): Promise<number | undefined> {
    return this.feed?.lag?.();
  }

  /** Those of {@link behind} that it could have gone on with. */
  async owed(): Promise<number | undefined> {
    return this.feed?.owed ? this.feed.owed() : this.behind();
  }

  /** Ends the subscription and empties the lanes: of a consumer that has come to a halt, or whose work another release does. Never resolves while a handler hangs. */
  async detach(): Promise<void> {
    await this.feed?.close?.();
    await this.stop();
    this.feed = undefined;
    this.scheduler = this.newScheduler();
  }

  /** Finishes the batches in flight; what waits will be delivered again. */
  async stop(): Promise<void> {
    await this.scheduler.stop();
  }

  isAlone({ record, wanted }: Delivery): boolean {
    return wanted && (this.options.handlers.get(record.type)?.kind === 'effect' || this.retrying.has(record.id));
  }

  async together(deliveries: readonly Delivery[]): Promise<void> {
    const { bus, consumer, roster } = this.options;
    const passing = deliveries.filter(({ wanted }) => !wanted);
    if (passing.length > 0)
      roster.mayPass(
        consumer,
        passing.map(({ record }) => record.type),
      );
    this.breaker.pass();
    try {
      await this.work.take(deliveries, this.boundFeed(), bus.features.transactionalCursor);
    } finally {
      this.breaker.ended();
    }
    roster.moved(consumer, deliveries.length);
    for (const { type } of passing.map(({ record }) => record))
      roster.passed(consumer, { type, shown: shownType(type) }, !bus.features.retained);
    this.lastMoved = monotonic();
    if (this.breaker.succeeded()) this.logger.log(`${consumer}: dependency recovered; resuming`);
    const [only] = deliveries;
    if (only && this.retrying.delete(only.record.id)) await this.attempts.succeeded(only.record);
  }

  async failed(delivery: Delivery, error: unknown): Promise<number | undefined> {
    const { consumer } = this.options;
    const { record } = delivery;
    if (error instanceof CircuitOpen) return this.held(error.waitMs);
    const failure = diagnose(error);
    const wasOpen = this.breaker.isOpen;
    const outage = this.breaker.failed(record.id, failure);
    if (!wasOpen && outage !== undefined) this.opened(failure);
    if (outage !== undefined) return this.held(outage);
    if (failure.code === '23514') this.inbox.forgetMonths();
    this.retrying.add(record.id);
    this.lastMoved = monotonic();
    const attempts = await this.attempts.failed(record, failure);
    count('retries', 1, { consumer });
    if (givesUp(failure, attempts)) {
      const done = await this.putAway(delivery, failure, attempts);
      if (done) return undefined;
    } else if (attempts === 1) {
      const words = `${consumer}: ${attemptWords(failure, attempts)} of ${nameOf(record)} failed`;
      this.logger.warn(`${words} (${failure.code}); retrying`, factsOf(consumer, record, failure, attempts));
    }
    return waitBefore(failure, attempts, Math.random());
  }

  /** An outage is no failure of the event: it is tried again by itself, without an attempt counted. */
  private held(waitMs: number): number {
    this.lastMoved = monotonic();
    return waitMs;
  }

  private opened({ code }: Failure): void {
    const { consumer } = this.options;
    count('circuit_opened', 1, { consumer, code });
    this.logger.warn(`${consumer}: dependency unavailable (${code}); pausing until it answers`);
  }

  rewind(source: string, partition: number): void {
    count('fenced', 1, { consumer: this.options.consumer });
    this.feed?.rewind(source, partition);
  }

  private newScheduler(): LaneScheduler {
    return new LaneScheduler(this, this.options.lanes ?? 8);
  }

  /**
   * Makes a dead letter and parks the key, position included; a reduced one when a column refuses something in the record. False when
   * the database did not take it: then it is tried again.
   */
  private async putAway(delivery: Delivery, failure: Failure, attempts: number): Promise<boolean> {
    const { record } = delivery;
    try {
      await this.store(delivery, record, failure, attempts).catch((error: unknown) => {
        if (!CANNOT_BE_KEPT.test(classify(error).code)) throw error;
        return this.store(delivery, reducedRecord(record), failure, attempts);
      });
      await this.boundFeed().ack([delivery]);
    } catch (error) {
      this.refused(record, error);
      return false;
    }
    this.report(record, failure, attempts);
    this.retrying.delete(record.id);
    this.unwritten.delete(record.id);
    return true;
  }

  /** Said once per event: its lane stands until the letter is written. */
  private refused(record: EventRecord, error: unknown): void {
    const { consumer } = this.options;
    const failure = diagnose(error);
    count('letters_refused', 1, { consumer });
    if (this.unwritten.has(record.id)) return;
    this.unwritten.add(record.id);
    const words = `${consumer}: ${nameOf(record)} could not be put away (${failure.code}); trying again`;
    this.logger.error(words, factsOf(consumer, record, failure, 0));
  }

  private store(delivery: Delivery, record: EventRecord, failure: Failure, attempts: number): Promise<void> {
    const { consumer, dataSource, letters, bus } = this.options;
    return inTransaction(dataSource, async (tx) => {
      if (bus.features.transactionalCursor) await this.boundFeed().commit([delivery], tx);
      await letters.fail(tx, consumer, record, failure, attempts);
    });
  }

  private report(record: EventRecord, failure: Failure, attempts: number): void {
    const { consumer } = this.options;
    count('dead_letters', 1, { consumer, code: failure.code });
    const after = `after ${attemptWords(failure, attempts)} (${failure.code})`;
    this.logger.error(
      `${consumer}: dead-lettered ${nameOf(record)} ${after}; its key is parked`,
      factsOf(consumer, record, failure, attempts),
    );
  }

  private boundFeed(): Feed {
    if (!this.feed) throw new Error('The consumer has not started');
    return this.feed;
  }
}

const nameOf = ({ type, id }: EventRecord) => `${shownType(type)} ${id}`;

/** What finds the place of a failure: members of the line of log, without a word of any message. */
const factsOf = (consumer: string, { id, type }: EventRecord, { facts, errorClass }: Failure, attempt: number) => ({
  consumer,
  eventId: id,
  eventType: shownType(type),
  attempt,
  errorClass,
  failure: facts,
});
