import type { BeforeApplicationShutdown } from '@nestjs/common';
import { Injectable, Logger } from '@nestjs/common';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { Bus } from '../bus/bus';
import { ConsumerRuntime } from './consumer-runtime';
import { Semaphore } from './semaphore';
import type { Handler } from './handlers';
import { contractsOf, handlersByConsumer } from './handlers';
import { InboxMonths, MonthsAhead } from './inbox-months';
import type { DeadLetterTable } from './dead-letters/dead-letter-table';
import { Subscribing } from './subscribing';
import { withDeadline } from '@throughcare/base/deadline';
import type { DeadLetters } from './dead-letters/dead-letters';
import { EVENT_SERVER } from './on-event';
import { beginCounts } from '@throughcare/base/metrics';
import type { Roster } from '../rollout/roster';
import type { Watched } from './watchdog';
import type { UnitOfWork } from '../publish/unit-of-work';

export interface EventServerOptions {
  readonly source: string;
  readonly schema: string;
  readonly dataSource: DataSource;
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly letters: DeadLetterTable;
  readonly deadLetters: DeadLetters;
  readonly handlerVersion: string;
  readonly roster: Roster;
  /** Consumer transactions at once, in all consumers of the process. */
  readonly concurrency?: number;
  readonly lanes?: number;
  readonly batchSize?: number;
  readonly shutdownMs?: number;
  /** Told when consumers begin: operators' pauses come before the first event, replays after the last consumer. */
  readonly operations?: {
    starting(): Promise<void>;
    started(consumer: string): Promise<void>;
    running(): void;
  };
}

/**
 * Nest finds the handlers, this runs them: each consumer with its own runtime on the chosen bus, instead of Nest's chain
 * in which the handlers of one type share one fate. `connectMicroservice({ strategy: app.get(EventServer) })`.
 */
@Injectable()
export class EventServer extends Server implements CustomTransportStrategy, BeforeApplicationShutdown {
  override readonly transportId = EVENT_SERVER;
  protected override readonly logger = new Logger(EventServer.name);
  private readonly handlers: Handler[] = [];
  private readonly runtimes: ConsumerRuntime[] = [];
  /** Those whose first subscription was tried. */
  private readonly begun = new Set<ConsumerRuntime>();
  private readonly subscribing: Subscribing;
  private readonly monthsAhead: MonthsAhead;
  private closing: Promise<void> | undefined;

  constructor(private readonly options: EventServerOptions) {
    super();
    const { roster, operations } = options;
    this.subscribing = new Subscribing({
      started: async (consumer) => {
        roster.subscribed(consumer);
        await operations?.started(consumer);
      },
      failed: (consumer) => roster.notSubscribed(consumer),
    });
    const { dataSource, schema, letters } = options;
    const prune = () => letters.prune(dataSource.manager);
    this.monthsAhead = new MonthsAhead(new InboxMonths(dataSource, schema), undefined, prune);
  }

  /** Keeps every handler by itself: the inherited method would chain those of one type. */
  override addHandler(
    pattern: string,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const { consumer = '', kind = 'projection', batch = false } = extras as Partial<Handler>;
    if (!isEventHandler) throw new Error(`${pattern}: events have no replies, use @OnEvent`);
    this.register({ consumer, type: pattern, kind, batch, handle: callHandler(callback) });
    this.messageHandlers.set(`${consumer}/${pattern}`, Object.assign(callback, { isEventHandler, extras }));
  }

  /** Adds a handler without Nest: for tools and tests. Before {@link listen}. */
  register(handler: Handler): void {
    this.handlers.push(handler);
  }

  /** What Nest calls. Calls back with the reason when the consumers cannot start. */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  /** Starts the consumers; those whose bus is away go on trying. Rejects when two handlers of one consumer take the same type. */
  async start(): Promise<void> {
    const { deadLetters, operations, roster, concurrency = 6, ...options } = this.options;
    const semaphore = new Semaphore(concurrency);
    await operations?.starting();
    if (this.handlers.length > 0) await this.monthsAhead.start();
    for (const [consumer, handlers] of handlersByConsumer(this.handlers)) {
      beginCounts(consumer);
      const runtime = new ConsumerRuntime({ ...options, consumer, handlers, semaphore, roster });
      this.runtimes.push(runtime);
      deadLetters.serve(consumer, runtime);
    }
    const wants = new Map([...this.consumers].map(([consumer, handlers]) => [consumer, contractsOf(handlers.keys())]));
    await roster.join(wants, (consumer, aside) => this.follow(consumer, aside));
    await roster.heard();
    for (const runtime of this.runtimes) {
      await this.subscribing.start(runtime);
      this.begun.add(runtime);
    }
    operations?.running();
  }

  /** Lets go of a consumer whose work another release does, and takes it up again when that one has ended. */
  private async follow(consumer: string, aside: boolean): Promise<void> {
    const runtime = this.runtimes.find((each) => each.consumer === consumer);
    if (!runtime || this.closing) return;
    if (aside && runtime.isSubscribed) await runtime.detach();
    const isIdle = this.begun.has(runtime) && !runtime.isSubscribed && !this.subscribing.isTrying(consumer);
    if (!aside && isIdle) this.subscribing.startLater(runtime);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.close();
  }

  /** Stops intake, lets running batches end (up to the deadline), gives partitions back. Idempotent. */
  close(): Promise<void> {
    this.monthsAhead.stop();
    this.closing ??= withDeadline(this.options.shutdownMs ?? 10_000, async () => {
      await Promise.all([this.subscribing.close(), ...this.runtimes.map((runtime) => runtime.stop())]);
      await this.options.bus.close();
      await this.options.roster.leave();
    });
    return this.closing;
  }

  /** Every consumer's handlers by type. */
  get consumers(): ReadonlyMap<string, ReadonlyMap<string, Handler>> {
    return handlersByConsumer(this.handlers);
  }

  /** Consumers as a watchdog sees them. */
  get watched(): readonly Watched[] {
    return this.runtimes.map((runtime) => ({
      consumer: runtime.consumer,
      movedAt: runtime.movedAt,
      newestAt: runtime.work.newestAt,
      isWaiting: !runtime.isIdle,
      isSubscribing: () => this.subscribing.isTrying(runtime.consumer) || runtime.isBlocked,
      behind: () => (runtime.standsAside ? Promise.resolve(0) : runtime.behind()),
      owed: () => (runtime.standsAside ? Promise.resolve(0) : runtime.owed()),
      restart: async () => {
        await runtime.detach();
        this.subscribing.startLater(runtime);
      },
    }));
  }

  /** Consumers that wait for something their handlers need, in this process. */
  get openCircuits(): readonly string[] {
    return this.runtimes.filter(({ isCircuitOpen }) => isCircuitOpen).map(({ consumer }) => consumer);
  }

  /** Consumers whose bus is away, or which wait for something their handlers need, in this process. */
  get waitingConsumers(): readonly string[] {
    const trying = this.runtimes.map(({ consumer }) => consumer).filter((name) => this.subscribing.isTrying(name));
    return [...new Set([...trying, ...this.openCircuits])];
  }

  /** True when no event is being handled or waits in a lane here. */
  get isIdle(): boolean {
    return this.runtimes.every((runtime) => runtime.isIdle);
  }

  on(): never {
    throw new Error('EventServer emits no events');
  }

  unwrap<T>(): T {
    return this.options.bus as T;
  }
}

const callHandler =
  (callback: MessageHandler): Handler['handle'] =>
  async (data, context) => {
    const result: unknown = await callback(data, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  };
