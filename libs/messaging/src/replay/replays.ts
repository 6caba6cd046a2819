import { Logger } from '@nestjs/common';
import { newId } from '@throughcare/events/ids';
import type { DataSource } from 'typeorm';
import { type Handler, sourcesOf } from '../consumer/handlers';
import { Inbox } from '../consumer/inbox';
import { classify, diagnose } from '@throughcare/base/retry.rules';
import type { DeadLetters } from '../consumer/dead-letters/dead-letters';
import { audit } from '../database/audit';
import { inTransaction } from '../database/transaction';
import type { Bus } from '../bus/bus';
import type { UnitOfWork } from '../publish/unit-of-work';
import { ReplayRefused, check, matchesType } from './filter.rules';
import { requireTypes } from './known-types.rules';
import { History, type HistoryPlan } from './history';
import { ReplayHooks } from './rebuild';
import { ReplayRunner } from './replay-runner';
import { type ClaimedRun, ReplayStore } from './replay-store';
import { ReplayWork } from './replay-work';
import type { ReplayException, ReplayFilter, ReplayRequest, ReplayRun, ReplayState } from './run';
import { RunModes } from './run-modes';

export interface ReplaysOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly source: string;
  readonly bus: Pick<Bus, 'features'>;
  readonly unitOfWork: UnitOfWork;
  readonly deadLetters: DeadLetters;
  /** Consumers of this process and their handlers by type. */
  readonly consumers: () => ReadonlyMap<string, ReadonlyMap<string, Handler>>;
}

const POLL_MS = 2_000;

/** Replay runs of the consumers of this service: planned, started, steered, and worked on by whichever instance is free. */
export class Replays {
  readonly hooks = new ReplayHooks();
  private readonly logger = new Logger('Replay');
  private readonly store: ReplayStore;
  private readonly modes: RunModes;
  private readonly owner = newId();
  private timer: NodeJS.Timeout | undefined;
  private runner: ReplayRunner | undefined;
  private working: Promise<void> | undefined;
  private isWoken = false;
  private isClosed = false;

  constructor(private readonly options: ReplaysOptions) {
    this.store = new ReplayStore(options.dataSource, options.schema);
    const history = (consumer: string, filter: ReplayFilter) => this.history(consumer, filter);
    this.modes = new RunModes({ store: this.store, hooks: this.hooks, deadLetters: options.deadLetters, history });
  }

  /** Begins to look for runs to work on. */
  start(): void {
    this.timer ??= setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  /** What a run would repeat. Changes nothing. */
  async plan(request: Omit<ReplayRequest, 'reason' | 'requestedBy'>): Promise<HistoryPlan> {
    this.accept({ ...request, reason: 'plan', requestedBy: 'plan' });
    await this.requireRunning(request);
    return this.modes.plan(request.consumer, request.mode, request.filter);
  }

  /** Records a run, fixes its ends, and begins. Throws {@link ReplayRefused}; `RUN_IN_PROGRESS` while the consumer has another. */
  async begin(asked: ReplayRequest): Promise<ReplayRun> {
    // What was missed counts as handled afterwards, so what follows from it must not be dropped.
    const request = asked.filter.missed ? { ...asked, withEffects: true } : asked;
    this.accept(request);
    await this.requireRunning(request);
    if (request.mode === 'dry-run') throw new ReplayRefused('DRY_RUN_IS_A_PLAN');
    const id = newId();
    await this.refusingSecond(() =>
      inTransaction(this.options.dataSource, async (tx) => {
        const { requestedBy: actor, reason, ...parameters } = request;
        await this.store.insert(tx, id, request, new Date());
        await audit(tx, this.options.schema, {
          actor,
          reason,
          action: 'replay.run',
          parameters: { id, ...parameters },
        });
      }),
    );
    await this.prepare(await this.find(id));
    this.wake();
    return this.find(id);
  }

  list(limit?: number): Promise<ReplayRun[]> {
    return this.store.list(limit);
  }

  async find(id: string): Promise<ClaimedRun> {
    const run = await this.store.find(id);
    if (!run) throw Object.assign(new ReplayRefused('NO_SUCH_RUN'), { kind: 'not-found' });
    return run;
  }

  /** Events that did not take effect in the run, and why. */
  exceptions(id: string): Promise<ReplayException[]> {
    return this.store.exceptions(id);
  }

  pause(id: string, actor: string, reason?: string): Promise<ReplayRun> {
    return this.steer(id, 'replay.pause', ['running'], 'paused', actor, reason);
  }

  /** Goes on after a pause or a failure; a rebuild that is `ready` swaps. */
  async resume(id: string, actor: string, reason?: string): Promise<ReplayRun> {
    const { state } = await this.find(id);
    const swap = `update ${this.store.s}.replay_run set swap = true where id = $1`;
    if (state === 'ready') await this.options.dataSource.query(swap, [id]);
    return this.steer(id, 'replay.resume', ['paused', 'failed', 'ready'], 'running', actor, reason);
  }

  cancel(id: string, actor: string, reason?: string): Promise<ReplayRun> {
    return this.steer(id, 'replay.cancel', ['running', 'paused', 'ready', 'failed'], 'cancelled', actor, reason);
  }

  /** Looks for work now. */
  wake(): void {
    this.isWoken = true;
    if (this.isClosed || !this.timer) return;
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      if (this.isWoken && !this.isClosed) setImmediate(() => this.wake());
    });
  }

  /** Ends after the batches in flight; another instance, or the next start, goes on. Idempotent. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    this.runner?.stop();
    await this.working;
  }

  private async prepare(run: ClaimedRun): Promise<void> {
    try {
      await this.modes.prepare(run);
    } catch (error) {
      // An outage, or a table that a backup holds: whoever works on the run readies it, at the next look.
      if (classify(error).errorClass === 'transient') return;
      await this.broken(run, error);
      throw error;
    } finally {
      await this.store.release(run.id, run.id);
    }
  }

  private accept(request: ReplayRequest): void {
    check(request);
    const { consumer, mode } = request;
    if (!this.options.consumers().has(consumer)) {
      throw Object.assign(new ReplayRefused('NO_SUCH_CONSUMER'), { kind: 'not-found' });
    }
    if (this.options.deadLetters.standsAside(consumer)) {
      throw Object.assign(new ReplayRefused('OTHER_RELEASE_WORKS'), { kind: 'conflict' });
    }
    const why = this.hooks.whyNot(consumer);
    if (mode === 'reset-keys' && !this.hooks.canReset(consumer)) throw new ReplayRefused('CONSUMER_CANNOT_RESET', why);
    if (mode === 'rebuild' && !this.hooks.rebuildOf(consumer)) throw new ReplayRefused('CONSUMER_CANNOT_REBUILD', why);
  }

  /** Where the bus keeps the position nobody knows what only waits: of a paused consumer that would count as missed, and take effect. */
  private async requireRunning({ consumer, filter }: Pick<ReplayRequest, 'consumer' | 'filter'>): Promise<void> {
    const { bus, dataSource } = this.options;
    if (!filter.missed || bus.features.transactionalCursor) return;
    const paused = await dataSource.query<unknown[]>(
      `select from ${this.store.s}.consumer_control where consumer = $1 and paused`,
      [consumer],
    );
    if (paused.length > 0) throw Object.assign(new ReplayRefused('CONSUMER_PAUSED'), { kind: 'conflict' });
  }

  private history(consumer: string, filter: ReplayFilter): History {
    const handled = [...(this.options.consumers().get(consumer)?.keys() ?? [])];
    const { types: asked = [], sources: wanted = [] } = filter;
    const read = sourcesOf(handled);
    const isHandled = (wildcard: string) => handled.some((type) => matchesType(type, [wildcard]));
    if (!asked.every(isHandled)) {
      requireTypes(asked);
      throw new ReplayRefused('TYPE_NOT_HANDLED');
    }
    if (!wanted.every((source) => read.includes(source))) throw new ReplayRefused('SOURCE_NOT_READ');
    const types = handled.filter((type) => matchesType(type, asked));
    const sources = read.filter((source) => wanted.length === 0 || wanted.includes(source));
    const { dataSource, schema } = this.options;
    return new History(dataSource, sources, types, filter, { schema, consumer });
  }

  private async steer(
    id: string,
    action: string,
    from: readonly ReplayState[],
    to: ReplayState,
    actor: string,
    reason?: string,
  ): Promise<ReplayRun> {
    const run = await this.find(id);
    await this.refusingSecond(() =>
      inTransaction(this.options.dataSource, async (tx) => {
        if (!(await this.store.move(tx, id, from, to))) {
          throw Object.assign(new ReplayRefused(`RUN_IS_${run.state.toUpperCase()}`), { kind: 'conflict' });
        }
        const parameters = { id, consumer: run.consumer };
        await audit(tx, this.options.schema, { actor, action, parameters, ...(reason !== undefined && { reason }) });
      }),
    );
    if (to === 'cancelled') await this.abandon(run);
    this.wake();
    return this.find(id);
  }

  /** What cannot be thrown away now, since a backup reads it, is thrown away by the next rebuild. */
  private async abandon(run: ReplayRun): Promise<void> {
    try {
      await inTransaction(this.options.dataSource, (tx) => this.modes.abandon(tx, run));
    } catch (error) {
      if (classify(error).errorClass !== 'transient') throw error;
      this.logger.warn(
        `Run ${run.id} of ${run.consumer}: could not drop its tables (${classify(error).code}); the next rebuild does`,
      );
    }
  }

  private async refusingSecond<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (classify(error).code !== '23505') throw error;
      throw Object.assign(new ReplayRefused('RUN_IN_PROGRESS'), { kind: 'conflict' });
    }
  }

  private async work(): Promise<void> {
    try {
      while (this.isWoken && !this.isClosed) {
        this.isWoken = false;
        const { consumers, deadLetters } = this.options;
        const mine = [...consumers().keys()].filter((consumer) => !deadLetters.standsAside(consumer));
        const run = await this.store.claim(this.owner, mine);
        if (!run) return;
        await this.workOn(run);
        this.isWoken = true;
      }
    } catch (error) {
      this.isWoken = false; // the next poll tries again
      this.logger.warn(`Replays wait and try again: ${classify(error).code}`);
    }
  }

  private async workOn(claimed: ClaimedRun): Promise<void> {
    const { dataSource, unitOfWork, source, schema, consumers, deadLetters } = this.options;
    try {
      if (claimed.phase === 'new') await this.modes.prepare(claimed);
      const handlers = consumers().get(claimed.consumer) ?? new Map<string, Handler>();
      const inbox = new Inbox(dataSource, schema, claimed.consumer);
      const versions = deadLetters.versionsOf(claimed.consumer);
      const parts = { dataSource, store: this.store, unitOfWork, source, inbox, handlers, versions };
      const work = new ReplayWork(parts, claimed, await this.store.blockedKeys(claimed.id));
      const history = this.modes.historyOf(claimed);
      this.runner = new ReplayRunner(claimed, this.owner, this.store, work, history);
      if (await this.runner.copy()) await this.finish(claimed, work);
    } catch (error) {
      await this.broken(claimed, error);
    } finally {
      this.runner = undefined;
      await this.store.release(claimed.id, this.owner);
    }
  }

  private async finish(run: ClaimedRun, work: ReplayWork): Promise<void> {
    const state = await this.modes.finish(run, work);
    await this.store.move(this.options.dataSource.manager, run.id, ['running'], state);
    if (state === 'completed') await this.store.tidy(run);
  }

  private async broken(run: ClaimedRun, error: unknown): Promise<void> {
    const failure = diagnose(error);
    if (failure.errorClass === 'transient') throw error;
    this.logger.error(`Run ${run.id} of ${run.consumer} stopped: ${failure.code}`, { failure: failure.facts });
    await this.store.move(this.options.dataSource.manager, run.id, ['running'], 'failed', failure.code);
  }
}
