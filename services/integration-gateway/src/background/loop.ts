import { setTimeout as sleep } from 'node:timers/promises';
import { logger } from '@throughcare/platform/logging';

export interface LoopOptions {
  readonly name: string;
  /** One round; true when there may be more to do at once. */
  readonly round: (signal: AbortSignal) => Promise<boolean>;
  /** Pause after a round without work. */
  readonly idleMs: number;
}

/** A failed round is no reason to hurry. */
const AFTER_FAILURE_MS = [250, 1_000, 5_000];

/** Repeats a piece of work until it is stopped. A round that fails is logged by its code and tried again, ever more slowly. */
export class Loop {
  private readonly stopping = new AbortController();
  private readonly log;
  private nap: AbortController | undefined;
  private running: Promise<void> | undefined;
  private failures = 0;

  constructor(private readonly options: LoopOptions) {
    this.log = logger(options.name);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Ends a pause early. */
  wake(): void {
    this.nap?.abort();
  }

  /** Resolves when the current round has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const pause = await this.round();
      if (pause > 0 && !this.stopping.signal.aborted) await this.rest(pause);
    }
  }

  private async round(): Promise<number> {
    try {
      const more = await this.options.round(this.stopping.signal);
      this.failures = 0;
      return more ? 0 : this.options.idleMs;
    } catch (error) {
      const wait = AFTER_FAILURE_MS[Math.min(this.failures, AFTER_FAILURE_MS.length - 1)] ?? 0;
      this.failures += 1;
      if (!this.stopping.signal.aborted)
        this.log.error({ code: codeOf(error), failures: this.failures, err: error }, 'round failed');
      return wait;
    }
  }

  private async rest(ms: number): Promise<void> {
    this.nap = new AbortController();
    await sleep(ms, undefined, { signal: this.nap.signal }).catch(() => undefined);
    this.nap = undefined;
  }
}

/** What an error may say in a log: its code or class, never its text. */
export const codeOf = (error: unknown): string => {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown';
};
