import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConsumerRuntime } from './consumer-runtime';
import { classify } from './retry.rules';

export interface SubscribingOptions {
  /** Told when a consumer is subscribed. */
  readonly started?: (consumer: string) => Promise<void>;
  /** Between two tries. Default 1,000 ms. */
  readonly pauseMs?: number;
}

/**
 * Subscribes consumers. One whose bus is away is tried again until it is back, and the rest of the service works meanwhile: commands
 * need the outbox only, and a process that ended would take them with it.
 */
export class Subscribing {
  private readonly logger = new Logger(Subscribing.name);
  private readonly away = new Set<string>();
  private readonly trying = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  constructor(private readonly options: SubscribingOptions = {}) {}

  /** True while this consumer's last try found no bus. */
  isAway(consumer: string): boolean {
    return this.away.has(consumer);
  }

  /** Resolves when it is subscribed or when its bus is away; any other failure is thrown. */
  async start(runtime: ConsumerRuntime): Promise<void> {
    if (this.away.size > 0) return this.startLater(runtime); // the others wait already
    const failure = await this.attempt(runtime);
    if (failure === undefined) return;
    if (!this.isAway(runtime.consumer)) throw failure.error;
    this.startLater(runtime);
  }

  /** Tries in the background until it is subscribed, whatever the failure. */
  startLater(runtime: ConsumerRuntime): void {
    const { consumer } = runtime;
    if (this.trying.has(consumer)) return;
    this.trying.set(
      consumer,
      this.keepTrying(runtime).finally(() => this.trying.delete(consumer)),
    );
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.trying.values());
  }

  private async keepTrying(runtime: ConsumerRuntime): Promise<void> {
    const { signal } = this.closing;
    const { pauseMs = 1_000 } = this.options;
    while (!signal.aborted && !(await this.isSubscribed(runtime)))
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }

  /** A pause that could not be told is told again within seconds, as every pause is. */
  private async isSubscribed(runtime: ConsumerRuntime): Promise<boolean> {
    return this.attempt(runtime).then(
      (failure) => failure === undefined,
      () => true,
    );
  }

  private async attempt(runtime: ConsumerRuntime): Promise<{ readonly error: unknown } | undefined> {
    const { consumer } = runtime;
    try {
      await runtime.start();
    } catch (error) {
      this.failed(consumer, error);
      return { error };
    }
    if (this.away.delete(consumer)) this.logger.log(`${consumer} is subscribed: its bus is back`);
    await this.options.started?.(consumer);
    return undefined;
  }

  private failed(consumer: string, error: unknown): void {
    const { errorClass, code } = classify(error);
    if (errorClass !== 'transient') {
      this.away.delete(consumer);
      this.logger.error(`${consumer} could not subscribe: ${code}`);
    } else if (!this.away.has(consumer)) {
      this.away.add(consumer);
      this.logger.warn(`${consumer} waits: its bus is away (${code})`);
    }
  }
}
