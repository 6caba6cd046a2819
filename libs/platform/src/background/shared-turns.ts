import { randomUUID } from 'node:crypto';
import { clock } from '@throughcare/base/clock';
import { monotonic } from '@throughcare/base/monotonic';
import { Lease } from './lease';
import { dayDue, waitAfterFailure, type Every } from './schedule.rules';
import { ROUND_TOO_LONG, type Limits, type Result, type TaskState, type Turn, type Turns } from './task';
import type { TaskTable } from './task-table';

/** Turns of a task that one instance does at a time: whoever takes its lease. */
export class SharedTurns implements Turns {
  private isRegistered = false;
  private readonly knownSince = monotonic();

  constructor(
    private readonly name: string,
    private readonly every: Every,
    private readonly table: TaskTable,
    private readonly limits: Limits,
  ) {}

  async begin(isWoken: boolean, lost: (code: string) => void): Promise<Turn | undefined> {
    if (!this.isRegistered) await this.table.register(this.name);
    this.isRegistered = true;
    const day = 'dailyAt' in this.every ? dayDue(clock.now(), this.every.dailyAt) : null;
    const holding = { name: this.name, holder: randomUUID() };
    if (!(await this.table.claim(holding, this.limits.leaseMs, day, isWoken))) return undefined;
    const failed = async (code: string): Promise<number | undefined> => {
      const failures = ((await this.table.read(this.name))?.failures ?? 0) + 1;
      return (await this.table.failed(holding, code, waitAfterFailure(failures, this.every))) ? failures : undefined;
    };
    const lease = new Lease(this.table, holding, this.limits, (code) => {
      // A round that hangs lets another instance try; it has not failed by itself and will not say so.
      if (code === ROUND_TOO_LONG) void failed(code).catch(() => undefined);
      lost(code);
    });
    const pauseMs = (result: Result) => (result === 'done' && 'ms' in this.every ? this.every.ms : 0);
    return {
      done: async (result) => lease.end() && this.table.done(holding, result === 'done' ? day : null, pauseMs(result)),
      failed: async (code) => (lease.end() ? failed(code) : undefined),
      release: async () => {
        if (lease.end()) await this.table.release(holding);
      },
    };
  }

  async state(): Promise<TaskState> {
    const ageSeconds = (monotonic() - this.knownSince) / 1000;
    const unknown = { running: false, lastEnd: null, lastDay: null, ageSeconds, failures: 0, code: null };
    return (await this.table.read(this.name)) ?? unknown;
  }
}
