import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { ConsumerRuntime } from './consumer/consumer-runtime';
import type { DeadLetter, Letter, Letters } from './consumer/letters';
import { classify } from './consumer/retry.rules';
import type { EventRecord } from './event-record';
import { OperationRefused } from './operations/refused';
import type { UnitOfWork } from './unit-of-work';
import { inTransaction } from './transaction';

export type { DeadLetter } from './consumer/letters';

export interface Redriven {
  readonly handled: number;
  /** Keys that are still parked because their first event failed again. */
  readonly stillParked: readonly string[];
}

/** Asked before each event of a redrive, and may take its time; false ends the redrive there. */
export type Pace = () => Promise<boolean>;

class HandlerFailed extends Error {
  constructor(
    readonly letter: Letter,
    override readonly cause: unknown,
  ) {
    super('HANDLER_FAILED');
  }
}

/** What could not be handled, and what waits behind it. A person decides: repair and redrive, or discard. */
@Injectable()
export class DeadLetters {
  private readonly consumers = new Map<string, ConsumerRuntime>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly letters: Letters,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @internal Called by the event server for each consumer that runs here. */
  serve(consumer: string, runtime: ConsumerRuntime): void {
    this.consumers.set(consumer, runtime);
  }

  /** True while another release does the work of this consumer: what is released or repeated must not be handled here. */
  standsAside(consumer: string): boolean {
    return this.consumers.get(consumer)?.standsAside ?? false;
  }

  /** In the order they came; events of a key release in this order. */
  list(consumer?: string): Promise<DeadLetter[]> {
    return this.letters.list(this.dataSource.manager, consumer);
  }

  /**
   * Handles the events of a parked key (or of all) in order, each in its own transaction, and frees the key after the last.
   * Stops a key at the first event that fails again. Needs the consumer's handlers in this process.
   */
  async redrive(consumer: string, key: string | { readonly all: true }, pace?: Pace): Promise<Redriven> {
    const runtime = this.consumers.get(consumer);
    if (!runtime) throw new Error(`No consumer ${consumer} runs here`);
    if (runtime.standsAside) throw new OperationRefused('conflict', 'OTHER_RELEASE_WORKS');
    const keys = typeof key === 'string' ? [key] : await this.letters.parkedKeys(this.dataSource.manager, consumer);
    const stillParked: string[] = [];
    let handled = 0;
    for (const each of keys) {
      const result = await this.redriveKey(runtime, consumer, each, pace);
      handled += result.handled;
      if (result.failed) stillParked.push(each);
    }
    return { handled, stillParked };
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

  private async redriveKey(
    runtime: ConsumerRuntime,
    consumer: string,
    key: string,
    pace?: Pace,
  ): Promise<{ handled: number; failed: boolean }> {
    for (let handled = 0; ; handled += 1) {
      if (pace && !(await pace())) return { handled, failed: false };
      try {
        if (!(await this.redriveFirst(runtime, consumer, key))) return { handled, failed: false };
      } catch (error) {
        if (!(error instanceof HandlerFailed)) throw error;
        await this.letters.failedAgain(this.dataSource.manager, error.letter.id, classify(error.cause));
        return { handled, failed: true };
      }
    }
  }

  /** False when nothing waits. The lock on the key keeps its lane and other redrives out until the commit. */
  private async redriveFirst(runtime: ConsumerRuntime, consumer: string, key: string): Promise<boolean> {
    let outgoing: readonly EventRecord[] = [];
    const found = await inTransaction(this.dataSource, async (tx) => {
      if (!(await this.letters.lock(tx, consumer, key))) return false;
      const letter = await this.letters.first(tx, consumer, key);
      if (!letter) {
        await this.letters.unpark(tx, consumer, key);
        return false;
      }
      await this.letters.remove(tx, letter.id);
      await this.freeIfEmpty(tx, consumer, key);
      outgoing = await this.handleAgain(runtime, tx, letter);
      return true;
    });
    this.unitOfWork.appended(outgoing);
    return found;
  }

  private async handleAgain(
    runtime: ConsumerRuntime,
    tx: EntityManager,
    letter: Letter,
  ): Promise<readonly EventRecord[]> {
    try {
      return await runtime.work.repeat(tx, letter.record);
    } catch (cause) {
      throw new HandlerFailed(letter, cause);
    }
  }

  private async freeIfEmpty(tx: EntityManager, consumer: string, key: string): Promise<void> {
    if (!(await this.letters.first(tx, consumer, key))) await this.letters.unpark(tx, consumer, key);
  }
}
