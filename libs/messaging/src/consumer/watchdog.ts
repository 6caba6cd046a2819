import { Logger } from '@nestjs/common';
import { monotonic } from '@throughcare/base/monotonic';
import { count } from '@throughcare/base/metrics';
import { isBehind, verdictOn } from './watchdog.rules';

/** A consumer as the watchdog sees it. */
export interface Watched {
  readonly consumer: string;
  /** When it last finished, retried or put away an event; its start where there was none; of `monotonic()`. */
  readonly movedAt: number;
  /** Whether events wait in its lanes or are being handled. */
  readonly isWaiting: boolean;
  /** When the latest event that took effect was decided; undefined before the first. */
  readonly newestAt?: number | undefined;
  /** True while it is being subscribed: tried again and again by itself where the bus is out of reach. */
  isSubscribing(): boolean;
  /** Events of its own partitions it has not passed; rejects or never answers when the connection is the trouble. */
  behind(): Promise<number | undefined>;
  /** Those that it could have gone on with; rejects or never answers as `behind` does. */
  owed(): Promise<number | undefined>;
  /** Lets go of the subscription and begins a new one with empty lanes. Rejects when the old one does not let go. */
  restart(): Promise<void>;
}

export interface WatchdogOptions {
  readonly consumers: () => readonly Watched[];
  readonly isPaused: (consumer: string) => boolean;
  /** Silence that is too long. Default 120,000 ms. */
  readonly patienceMs?: number;
  readonly everyMs?: number;
  /** Default: exit with code 1, so that the platform starts a new process. */
  readonly onFatal?: (consumer: string) => void;
}

const ANSWER_MS = 5_000;
const RESTART_MS = 15_000;

const within = <T>(ms: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('NO_ANSWER')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

/** How far behind somebody is who cannot say it. */
const NOT_KNOWN = Infinity;

const workOf = (behind: number | undefined): string =>
  behind === NOT_KNOWN ? 'it cannot tell how far behind it is' : 'with events pending';

const exit = (): void => process.exit(1);

/** Looks for consumers that have work and do none: no error, no crash, no progress. */
export class Watchdog {
  private readonly logger = new Logger(Watchdog.name);
  private readonly patienceMs: number;
  /** When a consumer was restarted, and how it stood then. */
  private readonly restarts = new Map<string, { readonly at: number; readonly movedAt: number }>();
  /** When a consumer was last seen without a subscription. */
  private readonly waitedAt = new Map<string, number>();
  /** When a consumer was last seen with nothing to do: silence before that was none. */
  private readonly idleAt = new Map<string, number>();
  private readonly stalled = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(private readonly options: WatchdogOptions) {
    this.patienceMs = options.patienceMs ?? 120_000;
  }

  /** Consumers that were silent at the last look: `/health` shows them. */
  get stalledConsumers(): readonly string[] {
    return [...this.stalled];
  }

  start(): void {
    this.timer ??= setInterval(() => void this.look(), this.options.everyMs ?? this.patienceMs / 4);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** One look at every consumer. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      for (const consumer of this.options.consumers()) await this.lookAt(consumer);
    } finally {
      this.looking = false;
    }
  }

  private async lookAt(watched: Watched): Promise<void> {
    const { consumer, movedAt, isWaiting } = watched;
    if (watched.isSubscribing()) return this.wait(consumer);
    const restarted = this.restarts.get(consumer);
    if (restarted && movedAt > restarted.at) this.restarts.delete(consumer);
    const since = Math.max(movedAt, restarted?.at ?? -Infinity, this.waitedAt.get(consumer) ?? -Infinity);
    if (monotonic() - since < this.patienceMs) return void this.stalled.delete(consumer);
    // Whoever cannot say how far behind it is has lost its broker or its database: that is a stall too.
    const behind = await within(ANSWER_MS, watched.owed()).catch(() => NOT_KNOWN);
    const paused = this.options.isPaused(consumer);
    if (paused || !isBehind({ behind, isWaiting })) this.idleAt.set(consumer, monotonic());
    const quietMs = monotonic() - Math.max(since, this.idleAt.get(consumer) ?? -Infinity);
    const hasRestarted = this.restarts.has(consumer);
    const verdict = verdictOn({ quietMs, behind, isWaiting, paused, hasRestarted }, this.patienceMs);
    if (verdict === 'fine') return void this.stalled.delete(consumer);
    if (watched.isSubscribing()) return this.wait(consumer); // since it was asked
    this.stalled.add(consumer);
    this.logger.error(`${consumer}: stalled for ${Math.round(quietMs / 1000)} s, ${workOf(behind)}; next: ${verdict}`);
    await this.act(watched, verdict);
  }

  /** Nothing that this process could mend: its end would take with it what works without the bus. */
  private wait(consumer: string): void {
    this.stalled.add(consumer);
    this.waitedAt.set(consumer, monotonic());
  }

  private async act(watched: Watched, step: 'restart' | 'exit'): Promise<void> {
    const { consumer } = watched;
    count('watchdog_trips', 1, { consumer, step });
    if (step === 'exit') return this.fatal(consumer);
    this.restarts.set(consumer, { at: monotonic(), movedAt: watched.movedAt });
    try {
      await within(RESTART_MS, watched.restart());
    } catch {
      this.logger.error(`${consumer} could not be restarted`);
      this.fatal(consumer);
    }
  }

  private fatal(consumer: string): void {
    (this.options.onFatal ?? exit)(consumer);
  }
}
