import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { monotonic } from '@throughcare/base/monotonic';
import type { DeadLetter } from '../consumer/dead-letters/dead-letter-table';
import { type DeadLetters, isParked, type Redriven, redrivenOf } from '../consumer/dead-letters/dead-letters';
import { keysInReset } from '../consumer/dead-letters/keys-in-reset';
import { requireTypes } from '../replay/known-types.rules';
import { waitForRate } from '../replay/progress.rules';
import { audit } from '../database/audit';
import {
  type LetterDepth,
  type LetterDetail,
  type LetterFilter,
  LetterSearch,
  type RedrivePlan,
} from './dead-letter-search';
import { OperationRefused } from '@throughcare/base/refused';

export interface RedriveRequest {
  readonly consumer: string;
  /** Heads of keys that match; everything of the consumer when empty. */
  readonly filter: Omit<LetterFilter, 'consumer'>;
  /** One letter: it must be the first of its key, and its key is released. */
  readonly id?: string;
  /** Events per second at most. */
  readonly rate?: number;
  /** Ends after this time; call again for what remains. Default 5,000 ms. */
  readonly budgetMs?: number;
  readonly actor: string;
  readonly reason: string;
}

export interface RedriveResult extends Redriven {
  /** Letters of the plan that were not tried in this call. */
  readonly remaining: number;
}

/** What operators do with dead letters: see them without touching them, release them in order, or give one up. */
export class DeadLetterOperations {
  private readonly search: LetterSearch;

  constructor(
    private readonly options: {
      readonly dataSource: DataSource;
      readonly schema: string;
      readonly deadLetters: DeadLetters;
    },
  ) {
    this.search = new LetterSearch(options.schema);
  }

  /** Throws `not-found` for a type that cannot be. A consumer that there is no longer may have left letters. */
  async list(filter: LetterFilter, limit: number): Promise<DeadLetter[]> {
    const found = await this.search.find(this.options.dataSource.manager, filter, limit);
    if (found.length === 0 && filter.type !== undefined) requireTypes([filter.type]);
    return found;
  }

  async show(id: string): Promise<LetterDetail> {
    const letter = await this.search.show(this.options.dataSource.manager, id);
    if (!letter) throw new OperationRefused('not-found', 'NO_SUCH_DEAD_LETTER');
    return letter;
  }

  depth(): Promise<LetterDepth[]> {
    return this.search.depth(this.options.dataSource.manager);
  }

  /** What a redrive would release, without keys that a reset is working on. */
  async plan({ consumer, filter, id }: Pick<RedriveRequest, 'consumer' | 'filter' | 'id'>): Promise<RedrivePlan> {
    const { dataSource, schema } = this.options;
    const wanted = id === undefined ? filter : { key: await this.keyOfHead(consumer, id) };
    const plan = await this.search.plan(dataSource.manager, consumer, wanted);
    if (plan.keys.length === 0 && wanted.type !== undefined) requireTypes([wanted.type]);
    const inReset = await keysInReset(dataSource, schema, consumer);
    const working = new Set(inReset.flatMap(({ key, isGivenUp }) => (isGivenUp ? [] : [key])));
    const keys = plan.keys.filter(({ key }) => !working.has(key));
    return { consumer, keys, letters: keys.reduce((sum, { letters }) => sum + letters, 0) };
  }

  /** Releases in order what {@link plan} says, until the time is up. A key stops at the first event that fails again. */
  async redrive(request: RedriveRequest): Promise<RedriveResult> {
    const { consumer, rate, budgetMs = 5_000, actor, reason, filter, id } = request;
    const plan = await this.plan(request);
    await audit(this.options.dataSource.manager, this.options.schema, {
      actor,
      reason,
      action: 'dead-letters.redrive',
      parameters: { consumer, ...filter, ...(id !== undefined && { id }), keys: plan.keys.length },
    });
    const pace = paceOf(rate ?? null, budgetMs);
    const keys = plan.keys.map(({ key }) => key);
    const options = { by: { actor, reason }, pace: pace.next };
    const redriven = await this.options.deadLetters.redriveKeys(consumer, keys, options);
    const tried = plan.keys.reduce((sum, { key, letters }) => {
      const result = redriven.get(key);
      return sum + (result && isParked(result) ? letters : (result?.handled ?? 0));
    }, 0);
    return { ...redrivenOf(redriven), remaining: Math.max(0, plan.letters - tried) };
  }

  /** The event never takes effect for this consumer; those behind it wait for a redrive. */
  async discard(id: string, actor: string, reason: string): Promise<void> {
    if (!reason.trim()) throw new OperationRefused('invalid', 'REASON_REQUIRED');
    const { consumer, eventId, type } = await this.show(id);
    if (!(await this.options.deadLetters.discard(id, reason))) {
      throw new OperationRefused('conflict', 'ALREADY_DISCARDED');
    }
    const parameters = { id, consumer, eventId, type };
    await audit(this.options.dataSource.manager, this.options.schema, {
      actor,
      reason,
      action: 'dead-letters.discard',
      parameters,
    });
  }

  private async keyOfHead(consumer: string, id: string): Promise<string> {
    const letter = await this.show(id);
    if (letter.consumer !== consumer) throw new OperationRefused('not-found', 'NO_SUCH_DEAD_LETTER');
    if (letter.state === 'discarded') throw new OperationRefused('conflict', 'ALREADY_DISCARDED');
    if (letter.before > 0) throw new OperationRefused('conflict', 'NOT_FIRST_OF_ITS_KEY');
    return letter.key;
  }
}

const paceOf = (rate: number | null, budgetMs: number) => {
  const since = monotonic();
  let events = 0;
  const isOver = () => monotonic() - since > budgetMs;
  const next = async () => {
    await sleep(waitForRate(events, monotonic() - since, rate));
    events += 1;
    return !isOver();
  };
  return { isOver, next };
};
