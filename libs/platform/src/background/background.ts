import { Inject, Injectable, Optional } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { clock } from '@throughcare/base/clock';
import type { Sample } from '@throughcare/base/metric-registry';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config';
import type { ServiceConfig } from '../config';
import { DoctorChecks } from '../health';
import { MetricSources } from '../metrics';
import { findingOf } from './finding.rules';
import { OwnTurns } from './own-turns';
import { Runner } from './runner';
import { lateSeconds } from './schedule.rules';
import { SharedTurns } from './shared-turns';
import { LIMITS, type Limits, type Task, type TaskState, type Turns } from './task';
import { TaskTable } from './task-table';

/** A task as operators see it. */
export interface TaskReport extends TaskState, Pick<Task, 'once' | 'every'> {
  readonly task: string;
  /** By how much its next round is late. */
  readonly lateSeconds: number;
}

interface Known {
  readonly task: Task;
  readonly turns: Turns;
  readonly runner: Runner;
}

/** For tests: {@link Limits} other than the usual. */
export const BACKGROUND_LIMITS = Symbol('throughcare.background-limits');

/**
 * What a service does without being asked. Rooms add their tasks; they run from the start of the application to its end, unless `BACKGROUND`
 * is `off`, and show in `/metrics`, to the doctor and under `/ops/background`.
 */
@Injectable()
export class Background implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly known = new Map<string, Known>();
  private isRunning = false;
  private readonly isOn: boolean;

  constructor(
    @Inject(CONFIG) config: Pick<ServiceConfig, 'BACKGROUND'>,
    @Inject(MetricSources) metrics: MetricSources,
    @Inject(DoctorChecks) doctor: DoctorChecks,
    @Optional() @Inject(DataSource) private readonly db?: DataSource,
    @Optional() @Inject(BACKGROUND_LIMITS) private readonly limits: Limits = LIMITS,
  ) {
    this.isOn = config.BACKGROUND === 'on';
    metrics.add(() => this.samples());
    doctor.add('background', async () => findingOf(await this.report()));
  }

  /**
   * Makes a task known, to run until the application stops. `wake` begins its next round at once. Throws for a name that is taken, and for a
   * task of the cluster where there is no database. A service with a task of the cluster has the table {@link backgroundTable}.
   */
  add(task: Task): { wake(): void } {
    if (this.known.has(task.name)) throw new Error(`There is a background task ${task.name} already`);
    const turns = this.turnsOf(task);
    const isLookedAfter = task.once === 'cluster' || 'dailyAt' in task.every;
    const runner = new Runner(task, turns, isLookedAfter ? this.limits.leaseMs : Infinity);
    this.known.set(task.name, { task, turns, runner });
    if (this.isRunning) runner.start();
    return { wake: () => runner.wake() };
  }

  /** Every task, by name. None where nothing runs by itself. */
  async report(): Promise<TaskReport[]> {
    if (!this.isOn) return [];
    const known = [...this.known.values()].sort((one, other) => (one.task.name < other.task.name ? -1 : 1));
    const now = clock.now();
    return Promise.all(
      known.map(async ({ task: { name, once, every }, turns }) => {
        const state = await turns.state();
        return { task: name, once, every, ...state, lateSeconds: lateSeconds(every, state, now) };
      }),
    );
  }

  onApplicationBootstrap(): void {
    if (!this.isOn) return;
    this.isRunning = true;
    for (const { runner } of this.known.values()) runner.start();
  }

  /** Before anything that rounds need is closed. */
  onModuleDestroy(): Promise<void> {
    return this.stop();
  }

  /** Resolves when every round that runs has ended. */
  async stop(): Promise<void> {
    this.isRunning = false;
    await Promise.all([...this.known.values()].map(({ runner }) => runner.stop()));
  }

  private turnsOf({ name, every, once }: Task): Turns {
    if (once === 'instance') return new OwnTurns(every, this.limits);
    if (!this.db) throw new Error(`The background task ${name} needs a database`);
    return new SharedTurns(name, every, new TaskTable(this.db), this.limits);
  }

  private async samples(): Promise<readonly Sample[]> {
    const tasks = await this.report();
    return tasks.flatMap(({ task, ageSeconds, failures, lateSeconds: late }): Sample[] => [
      { name: 'throughcare_background_age_seconds', value: ageSeconds, labels: { task } },
      { name: 'throughcare_background_late_seconds', value: late, labels: { task } },
      { name: 'throughcare_background_failures', value: failures, labels: { task } },
    ]);
  }
}
