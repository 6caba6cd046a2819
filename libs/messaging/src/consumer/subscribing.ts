import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConsumerRuntime } from './consumer-runtime';
import { type ErrorClass, classify } from '@throughcare/base/retry.rules';

/** Between two tries. */
const PAUSE_MS = 1_000;

interface Failed {
  readonly error: unknown;
  readonly errorClass: ErrorClass;
}

/**
 * Subscribes consumers. One whose bus is away is tried again until it is back, and the rest of the service works meanwhile: commands
 * need the outbox only, and a process that ended would take them with it.
 */
export class Subscribing {
  private readonly logger = new Logger(Subscribing.name);
  private readonly trying = new Map<string, Promise<void>>();
  /** Why the last try of a consumer failed: said once. */
  private readonly reasons = new Map<string, string>();
  private readonly closing = new AbortController();

  /** Told when a consumer is subscribed, and of each try in vain. */
  constructor(
    private readonly told: {
      readonly started: (consumer: string) => Promise<void>;
      readonly failed: (consumer: string) => void;
    },
  ) {}

  /** True while a consumer is being subscribed in the background. */
  isTrying(consumer: string): boolean {
    return this.trying.has(consumer);
  }

  /** Resolves when it is subscribed or when its bus is away; any other failure is thrown. */
  async start(runtime: ConsumerRuntime): Promise<void> {
    if (this.trying.size === 0) {
      const failure = await this.attempt(runtime);
      if (failure === undefined) return;
      if (failure.errorClass !== 'transient') throw failure.error;
    }
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
    while (!signal.aborted && !(await this.isSubscribed(runtime)))
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }

  /** If pausing fails here, ConsumerControl repeats it at its next poll. */
  private async isSubscribed(runtime: ConsumerRuntime): Promise<boolean> {
    return this.attempt(runtime).then(
      (failure) => failure === undefined,
      () => true,
    );
  }

  private async attempt(runtime: ConsumerRuntime): Promise<Failed | undefined> {
    const { consumer } = runtime;
    try {
      await runtime.start();
    } catch (error) {
      const { errorClass, code } = classify(error);
      if (this.reasons.get(consumer) !== code) this.say(consumer, errorClass, code);
      this.reasons.set(consumer, code);
      this.told.failed(consumer);
      return { error, errorClass };
    }
    if (this.reasons.delete(consumer)) this.logger.log(`${consumer} is subscribed: its bus is available again`);
    await this.told.started(consumer);
    return undefined;
  }

  private say(consumer: string, errorClass: ErrorClass, code: string): void {
    if (errorClass === 'transient') this.logger.warn(`${consumer} waits: its bus is unavailable (${code})`);
    else this.logger.error(`${consumer} could not subscribe: ${code}`);
  }
}
