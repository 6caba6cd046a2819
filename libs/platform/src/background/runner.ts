import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '@throughcare/base/error-facts';
import { registry } from '@throughcare/base/metric-registry';
import { logger } from '../logging';
import { waitAfterFailure } from './schedule.rules';
import { LEASE_LOST, ROUND_TOO_LONG, type Result, type Task, type Turn, type Turns } from './task';

const OUTCOMES = ['done', 'failed', 'lost'] as const;
const WHY_LOST: Readonly<Record<string, string>> = {
  [LEASE_LOST]: 'the lease was lost; this round is aborted, and another instance does it',
  [ROUND_TOO_LONG]: 'the round takes too long; it is aborted',
};

/** Repeats a task until it is stopped. A round that fails is logged by its code and tried again, ever more slowly. */
export class Runner {
  private readonly log;
  private isStopping = false;
  private isWoken = false;
  private nap: AbortController | undefined;
  private round: AbortController | undefined;
  private running: Promise<void> | undefined;
  /** Of this instance alone: turns that could not be asked for. */
  private unasked = 0;

  constructor(
    private readonly task: Task,
    private readonly turns: Turns,
    /** The longest pause: so often it is looked whether a day has come, or another instance has left the task. */
    private readonly lookMs: number,
  ) {
    this.log = logger(task.name);
    for (const outcome of OUTCOMES) registry.begin('throughcare_background_rounds_total', { task: task.name, outcome });
  }

  start(): void {
    this.running ??= this.run();
  }

  /** There may be work: ends a pause. */
  wake(): void {
    this.isWoken = true;
    this.nap?.abort();
  }

  /** Aborts the round that runs, and resolves when it has ended. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.round?.abort();
    this.nap?.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const pause = await this.next();
      if (pause > 0 && !this.isStopping && !this.isWoken) await this.rest(pause);
    }
  }

  /** One turn, if it is ours. Answers with the pause after it. */
  private async next(): Promise<number> {
    const isWoken = this.isWoken;
    this.isWoken = false;
    const round = new AbortController();
    this.round = round;
    const lost = (code: string) => {
      this.count('lost');
      this.log.error({ code }, WHY_LOST[code] ?? 'round aborted');
      round.abort();
    };
    try {
      const turn = await this.turns.begin(isWoken, lost);
      this.unasked = 0;
      return turn ? await this.work(turn, round.signal) : this.pauseOf('done');
    } catch (error) {
      this.unasked += 1;
      return this.failed(error, this.unasked);
    }
  }

  private async work(turn: Turn, signal: AbortSignal): Promise<number> {
    let result: Result;
    try {
      result = await this.task.round(signal);
    } catch (error) {
      if (this.isStopping) return turn.release().then(() => 0);
      const failures = await turn.failed(codeOf(error));
      return failures === undefined ? this.lookMs : this.failed(error, failures);
    }
    if (await turn.done(result)) this.count('done');
    return this.pauseOf(result);
  }

  private failed(error: unknown, failures: number): number {
    const pause = waitAfterFailure(failures, this.task.every);
    this.count('failed');
    this.log.error({ code: codeOf(error), failures, err: error }, `round failed; trying again in ${pause / 1000} s`);
    return pause;
  }

  private pauseOf(result: Result): number {
    if (result === 'more') return 0;
    return 'ms' in this.task.every ? Math.min(this.task.every.ms, this.lookMs) : this.lookMs;
  }

  private count(outcome: (typeof OUTCOMES)[number]): void {
    registry.add('throughcare_background_rounds_total', 1, { task: this.task.name, outcome });
  }

  private async rest(ms: number): Promise<void> {
    this.nap = new AbortController();
    await sleep(ms, undefined, { signal: this.nap.signal }).catch(() => undefined);
    this.nap = undefined;
  }
}
