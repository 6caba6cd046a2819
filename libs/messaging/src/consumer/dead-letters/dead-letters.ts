import { Injectable, Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { ConsumerRuntime } from '../consumer-runtime';
import { shownType } from '../../bus/shown-type';
import { Semaphore } from '../semaphore';
import type { VersionWatch } from '../version-watch';
import type { DeadLetter, NextLetter, DeadLetterTable, Releaser } from './dead-letter-table';
import { keysInReset } from './keys-in-reset';
import { diagnose } from '@throughcare/base/retry.rules';
import { OperationRefused } from '@throughcare/base/refused';
import { inTransaction } from '../../database/transaction';

export type { DeadLetter } from './dead-letter-table';

export interface Redriven {
  readonly handled: number;
  /**
   * Keys that are still parked: their first event failed again, an earlier version of its aggregate lies under another key, or the time
   * was up for what was not asked for.
   */
  readonly stillParked: readonly string[];
}

/**
 * What became of one key. `held`: an earlier version lies under another key; `stopped`: the time was up; `left`: it was up for a key that
 * nobody asked for, and that the redrive had come to behind another.
 */
export interface KeyRedriven {
  readonly handled: number;
  readonly end: 'freed' | 'failed' | 'held' | 'left' | 'stopped';
}

export const isParked = ({ end }: KeyRedriven): boolean => end !== 'freed' && end !== 'stopped';

/** Of all keys together. */
export const redrivenOf = (keys: ReadonlyMap<string, KeyRedriven>): Redriven => ({
  handled: [...keys.values()].reduce((sum, { handled }) => sum + handled, 0),
  stillParked: [...keys].flatMap(([key, result]) => (isParked(result) ? [key] : [])),
});

/** Asked before each event of a redrive, and may take its time; false ends the redrive there. */
export type KeepPace = () => Promise<boolean>;

/** How a redrive goes on: at whose word, and how fast. */
export interface RedriveOptions {
  readonly by?: Releaser;
  readonly pace?: KeepPace;
}

interface Work extends RedriveOptions {
  readonly runtime: ConsumerRuntime;
  readonly consumer: string;
  /** Told of other keys under which the aggregate of a released event waits. */
  readonly follow: (keys: readonly string[]) => void;
}

/** Redrives at once in one process, each with one connection: with the lanes of the consumers they stay below a pool of ten. */
const AT_ONCE = 2;
const NOBODY: Releaser = { actor: 'system' };

/** What could not be handled, and what waits behind it. A person decides: repair and redrive, or discard. */
@Injectable()
export class DeadLetters {
  private readonly logger = new Logger(DeadLetters.name);
  private readonly consumers = new Map<string, ConsumerRuntime>();
  private readonly semaphore = new Semaphore(AT_ONCE);
  /** Keys that are being released here: an effect runs before the lock on its key is taken. */
  private readonly busy = new Map<string, Promise<unknown>>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly letters: DeadLetterTable,
    private readonly schema: string,
  ) {}

  /** @internal Called by the event server for each consumer that runs here. */
  serve(consumer: string, runtime: ConsumerRuntime): void {
    this.consumers.set(consumer, runtime);
  }

  /** True while another release does the work of this consumer: what is released or repeated must not be handled here. */
  standsAside(consumer: string): boolean {
    return this.consumers.get(consumer)?.standsAside ?? false;
  }

  /** The order in which events took effect here; undefined for a consumer that does not run here. */
  versionsOf(consumer: string): VersionWatch | undefined {
    return this.consumers.get(consumer)?.work.versions;
  }

  /** By id, which is the order in which they came but for letters of earlier builds. {@link redrive} knows the order of release. */
  list(consumer?: string): Promise<DeadLetter[]> {
    return this.letters.list(this.dataSource.manager, consumer);
  }

  /** {@link redriveKeys} of a parked key, of several or of all, added up. */
  async redrive(
    consumer: string,
    key: string | readonly string[] | { readonly all: true },
    options: RedriveOptions = {},
  ): Promise<Redriven> {
    const asked = typeof key === 'string' ? [key] : key;
    const keys = 'all' in asked ? await this.letters.parkedKeys(this.dataSource.manager, consumer) : asked;
    return redrivenOf(await this.redriveKeys(consumer, keys, options));
  }

  /**
   * Handles the events of parked keys in order, each in its own transaction, and frees a key after the last. Stops a key at the first event
   * that fails again, or that must not come before what lies under another key. What waited for that other key alone is released behind it,
   * asked for or not, but for keys of a reset that were not asked for. Needs the consumer's handlers in this process.
   */
  async redriveKeys(
    consumer: string,
    keys: readonly string[],
    options: RedriveOptions = {},
  ): Promise<ReadonlyMap<string, KeyRedriven>> {
    const runtime = this.consumers.get(consumer);
    if (!runtime) throw new Error(`No consumer ${consumer} runs here`);
    if (runtime.standsAside) throw new OperationRefused('conflict', 'OTHER_RELEASE_WORKS');
    const redriven = new Map<string, KeyRedriven>();
    const asked = new Set(keys);
    const open = new Set(keys);
    const followers = new Set<string>();
    const note = (key: string, { handled, end }: KeyRedriven) =>
      redriven.set(key, { handled: (redriven.get(key)?.handled ?? 0) + handled, end });
    const follow = (others: readonly string[]) => others.forEach((other) => followers.add(other));
    for (const key of open) {
      open.delete(key);
      const work = () => this.redriveKey({ ...options, runtime, consumer, follow }, key);
      const result = await this.oneAtATime(`${consumer} ${key}`, () => this.semaphore.through(work));
      note(key, result);
      for (const other of await this.following(consumer, [...followers], asked))
        if (redriven.get(other)?.end === 'held' || (await this.onlyWaits(consumer, other))) open.add(other);
      followers.clear();
      if (result.end !== 'stopped') continue;
      for (const rest of [key, ...open]) note(rest, { handled: 0, end: asked.has(rest) ? 'stopped' : 'left' });
      break;
    }
    return redriven;
  }

  /** The event never takes effect. Its key is freed when nothing else waits there; otherwise a redrive releases the rest. */
  async discard(id: string, reason: string): Promise<boolean> {
    return inTransaction(this.dataSource, async (tx) => {
      const letter = await this.letters.find(tx, id);
      if (!letter) return false;
      await this.letters.lock(tx, letter.consumer, letter.key);
      const discarded = await this.letters.discard(tx, id, reason);
      if (discarded) await this.freeIfEmpty(tx, letter.consumer, letter.key);
      return discarded;
    });
  }

  private async redriveKey({ runtime, consumer, pace, by = NOBODY, follow }: Work, key: string): Promise<KeyRedriven> {
    for (let handled = 0; ;) {
      const isOver = pace !== undefined && !(await pace());
      const letter = await this.next(consumer, key);
      if (!letter) return { handled, end: 'freed' };
      if (isOver) return { handled, end: 'stopped' };
      if (letter.isHeld) return { handled, end: 'held' };
      try {
        let others: readonly string[] | undefined;
        const release = async (tx: EntityManager) => {
          others = await this.release(tx, consumer, letter, by);
          return others !== undefined;
        };
        if (await runtime.work.repeat(letter.record, release)) handled += 1;
        follow(others ?? []);
      } catch (error) {
        await this.failed(consumer, letter, error);
        return { handled, end: 'failed' };
      }
    }
  }

  /** Without keys of a reset, unless somebody asked for them: half a history must not be used unawares. */
  private async following(
    consumer: string,
    keys: readonly string[],
    asked: ReadonlySet<string>,
  ): Promise<readonly string[]> {
    if (keys.every((key) => asked.has(key))) return keys;
    const inReset = new Set((await keysInReset(this.dataSource, this.schema, consumer)).map(({ key }) => key));
    return keys.filter((key) => asked.has(key) || !inReset.has(key));
  }

  /** True where nothing of the key was tried yet: it came behind another key. */
  private async onlyWaits(consumer: string, key: string): Promise<boolean> {
    const first = await this.letters.first(this.dataSource.manager, consumer, key);
    return first?.waits ?? false;
  }

  /** What is released next; undefined when nothing waits, and then the key is free. Takes no lock. */
  private async next(consumer: string, key: string): Promise<NextLetter | undefined> {
    const { manager } = this.dataSource;
    if (!(await this.letters.isParked(manager, consumer, key))) return undefined;
    const letter = await this.letters.first(manager, consumer, key);
    if (letter) return letter;
    await inTransaction(this.dataSource, async (tx) => {
      if (await this.letters.lock(tx, consumer, key)) await this.freeIfEmpty(tx, consumer, key);
    });
    return undefined;
  }

  /**
   * The lock on the key keeps its lane and other redrives out until the commit. Returns other keys under which the aggregate waits;
   * undefined when somebody was faster: nothing of a key is released before its first letter, so whoever still finds it has the first.
   */
  private async release(
    tx: EntityManager,
    consumer: string,
    { id, record }: NextLetter,
    by: Releaser,
  ): Promise<readonly string[] | undefined> {
    if (!(await this.letters.lock(tx, consumer, record.key))) return undefined;
    const others = await this.letters.release(tx, id, by);
    if (others) await this.freeIfEmpty(tx, consumer, record.key);
    return others;
  }

  /** An outage says nothing about the event: its letter stays as it is. */
  private async failed(consumer: string, { id, record }: NextLetter, error: unknown): Promise<void> {
    const failure = diagnose(error);
    if (failure.errorClass !== 'transient') await this.letters.failedAgain(this.dataSource.manager, id, failure);
    const eventType = shownType(record.type);
    const words = `${consumer}: redrive of ${eventType} ${record.id} failed (${failure.code}); its key stays parked`;
    this.logger.warn(words, { consumer, eventId: record.id, eventType, failure: failure.facts });
  }

  private async freeIfEmpty(tx: EntityManager, consumer: string, key: string): Promise<void> {
    if (!(await this.letters.hasAny(tx, consumer, key))) await this.letters.unpark(tx, consumer, key);
  }

  private async oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.busy.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.busy.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.busy.get(name) === mine) this.busy.delete(name);
    }
  }
}
