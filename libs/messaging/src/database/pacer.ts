import { Pace } from './pace';

/** Longer than the longest gap: who is woken by what it waits for does not poll in between, and is then free when it comes. */
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 5_000;

/** The shortest gap, where next to nothing comes: enough to keep a loop from spinning. */
const SHORTEST_GAP_MS = 2;
/** A busy loop works at most one part in so many of the time, whatever its turns cost on a busy machine… */
const SHARE = 4;
/** … but never rests longer than this for it. */
const LONGEST_GAP_MS = 25;

/**
 * How long a loop rests between turns: a wake ends the rest, but turns never begin closer than the gap, so that a busy
 * service is served in batches: the longer a turn takes, the larger the next batch. The fewer events come, the shorter the gap
 * (`Pace`). Polls grow from 50 ms to 1 s while nothing comes.
 */
export class Pacer {
  private pollMs = FIRST_POLL_MS;
  private retryMs = FIRST_RETRY_MS;
  private woken = false;
  private stopped = false;
  private resting: { readonly end: () => void; readonly wakeable: boolean } | undefined;
  private lastStart = 0;

  private readonly pace = new Pace();

  /** The gap of a busy loop. */
  constructor(private readonly gapMs: number) {}

  wake(): void {
    this.woken = true;
    if (this.resting?.wakeable) this.resting.end();
  }

  /** Ends this rest and every later one. */
  stop(): void {
    this.stopped = true;
    this.resting?.end();
  }

  /** `busy`: the turn found so many events; `idle`: nothing; `failed`: longer each time, and no wake shortens it. */
  async wait(after: 'busy' | 'idle' | 'failed', found = Infinity): Promise<void> {
    if (after === 'busy') this.pace.note(found);
    if (after === 'failed') await this.restLonger();
    else await this.restUntilPoll(after);
    this.woken = false;
    this.lastStart = performance.now();
  }

  private restLonger(): Promise<void> {
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    return this.rest(this.retryMs * Math.random(), false);
  }

  private async restUntilPoll(after: 'busy' | 'idle'): Promise<void> {
    const turnMs = performance.now() - this.lastStart;
    this.retryMs = FIRST_RETRY_MS;
    this.pollMs = after === 'busy' ? FIRST_POLL_MS : Math.min(this.pollMs * 2, LONGEST_POLL_MS);
    if (!this.woken) await this.rest(this.pollMs, true);
    if (this.woken) this.pollMs = FIRST_POLL_MS;
    const busyGapMs = Math.max(this.gapMs, Math.min(turnMs * SHARE, LONGEST_GAP_MS));
    const gapMs = Math.max(SHORTEST_GAP_MS, busyGapMs * this.pace.load);
    const gap = this.lastStart + Math.min(gapMs, busyGapMs) - performance.now();
    if (gap > 0) await this.rest(gap, false);
  }

  private async rest(ms: number, wakeable: boolean): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      this.resting = { end, wakeable };
    });
    this.resting = undefined;
  }
}
