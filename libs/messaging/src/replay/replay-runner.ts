import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { monotonic } from '@throughcare/base/monotonic';
import { attemptWords, diagnose, givesUp, waitBefore, type Failure } from '@throughcare/base/retry.rules';
import { shownType } from '../bus/shown-type';
import type { History, Logged } from './history';
import { waitForRate } from './progress.rules';
import type { ClaimedRun, Place, ReplayStore } from './replay-store';
import { StepLost, type ReplayWork } from './replay-work';

const LANES = 4;
/** Events per transaction at most; more for handlers that take arrays, which cost the same for any number. */
const BATCH = 50;
const BULK = 250;
const BEAT_MS = 500;

/** A run that must not go past this event. */
class RunFailed extends Error {
  constructor(readonly failure: Failure) {
    super('RUN_FAILED');
  }
}

const GOES_ON: Readonly<Record<ClaimedRun['mode'], boolean>> = {
  redeliver: true,
  'dry-run': true,
  single: false,
  rebuild: false,
  'reset-keys': false,
};

/** Copies the partitions of one claimed run in parallel lanes, for as long as it is ours and running. */
export class ReplayRunner {
  private readonly logger = new Logger('Replay');
  private stopped = false;
  private rate: number | null;
  private since = monotonic();
  private allowed = 0;

  constructor(
    private readonly run: ClaimedRun,
    private readonly owner: string,
    private readonly store: ReplayStore,
    private readonly work: ReplayWork,
    private readonly history: History,
  ) {
    this.rate = run.rate;
  }

  /** Ends after the batches in flight. */
  stop(): void {
    this.stopped = true;
  }

  /** True when everything up to the fixed ends was repeated. */
  async copy(): Promise<boolean> {
    const beating = this.beat();
    try {
      const places = await this.store.places(this.run.id);
      const results = await Promise.allSettled(Array.from({ length: LANES }, () => this.lane(places)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) await this.failed(failed.reason);
      return !failed && !this.stopped;
    } finally {
      this.stopped = true;
      await beating;
    }
  }

  private async lane(places: Place[]): Promise<void> {
    for (let place = places.shift(); place && !this.stopped; place = places.shift()) {
      try {
        await this.partition(place);
      } catch (error) {
        this.stopped = true;
        throw error;
      }
    }
  }

  private async partition(start: Place): Promise<void> {
    const reader = this.history.reader(start.partition, start.positions, start.ends);
    let place = start;
    while (!this.stopped) {
      const events = await reader.next(this.rate === null ? BULK : Math.max(1, Math.min(BULK, this.rate >> 2)));
      if (events.length === 0) return this.store.done(this.run.id, place.partition);
      for (const batch of this.batches(events)) {
        await this.throttle(batch.length);
        if (this.stopped) return;
        place = await this.take(place, batch);
      }
    }
  }

  private batches(events: readonly Logged[]): Logged[][] {
    const batches: Logged[][] = [];
    let isOpen = false;
    for (const event of events) {
      const alone = this.work.isAlone(event);
      const most = this.work.isBulk(event) ? BULK : BATCH;
      if (isOpen && !alone && (batches.at(-1)?.length ?? 0) < most) batches.at(-1)?.push(event);
      else batches.push([event]);
      isOpen = !alone;
    }
    return batches;
  }

  /** The batch together; when that fails, one by one. */
  private async take(place: Place, batch: readonly Logged[]): Promise<Place> {
    if (batch.length > 1) {
      try {
        return await this.work.take(place, batch);
      } catch (error) {
        if (error instanceof StepLost) throw error;
      }
    }
    let next = place;
    for (const event of batch) {
      if (this.stopped) break;
      next = await this.alone(next, event);
    }
    return next;
  }

  private async alone(place: Place, event: Logged): Promise<Place> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        return await this.work.take(place, [event]);
      } catch (error) {
        if (error instanceof StepLost || this.stopped) throw error;
        const failure = diagnose(error);
        if (givesUp(failure, attempts)) {
          this.report(event, failure, attempts);
          if (!GOES_ON[this.run.mode]) throw new RunFailed(failure);
          return this.work.fail(place, event, failure);
        }
        await this.rest(waitBefore(failure, attempts, Math.random()));
      }
    }
  }

  private report({ record }: Logged, failure: Failure, attempts: number): void {
    const { consumer, id } = this.run;
    const eventType = shownType(record.type);
    const what = `${eventType} ${record.id} failed after ${attemptWords(failure, attempts)} (${failure.code})`;
    const next = GOES_ON[this.run.mode] ? 'the rest of its key is left out' : 'the run stops';
    this.logger.warn(`${consumer}: run ${id}: ${what}; ${next}`, {
      consumer,
      runId: id,
      eventId: record.id,
      eventType,
      attempt: attempts,
      failure: failure.facts,
    });
  }

  private async failed(error: unknown): Promise<void> {
    if (error instanceof StepLost) return;
    const failure = error instanceof RunFailed ? error.failure : diagnose(error);
    if (failure.errorClass === 'transient') return; // the lease runs out, and somebody takes it up again
    this.logger.error(`Run ${this.run.id} of ${this.run.consumer} stopped: ${failure.code}`, {
      failure: failure.facts,
    });
    await this.store.move(this.store.dataSource.manager, this.run.id, ['running'], 'failed', failure.code);
  }

  private async throttle(events: number): Promise<void> {
    if (this.rate === null) return;
    const wait = waitForRate(this.allowed, monotonic() - this.since, this.rate);
    this.allowed += events;
    await this.rest(wait);
  }

  private async rest(ms: number): Promise<void> {
    const until = monotonic() + ms;
    while (!this.stopped && monotonic() < until) await sleep(Math.min(100, until - monotonic()));
  }

  /** Keeps the lease, and hears of pause, cancel and another rate. */
  private async beat(): Promise<void> {
    let last = monotonic();
    for (let rest = 0; ; rest += 50) {
      if (this.stopped || rest >= BEAT_MS) {
        rest = 0;
        const now = monotonic();
        const told = await this.store.beat(this.run.id, this.owner, now - last).catch(() => 'away' as const);
        last = now;
        if (told !== 'away') this.hear(told);
        if (this.stopped) return;
      }
      await sleep(50);
    }
  }

  private hear(told: { state: string; rate: number | null } | undefined): void {
    if (told?.state !== 'running') this.stopped = true;
    else if (told.rate !== this.rate) {
      this.rate = told.rate;
      this.since = monotonic();
      this.allowed = 0;
    }
  }
}
