import type { DataSource } from 'typeorm';
import type { Bus } from '../bus/bus';
import type { Handler } from '../consumer/handlers';
import type { DeadLetters } from '../consumer/dead-letters/dead-letters';
import type { Signals } from '../database/signals';
import { Replays } from '../replay/replays';
import type { UnitOfWork } from '../publish/unit-of-work';
import { ConsumerControl } from './consumer-control';
import { Doctor } from './doctor';
import { EventSearch } from './event-search';
import { DeadLetterOperations } from './dead-letter-operations';

export interface OperationsOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly source: string;
  readonly bus: Bus;
  readonly signals: Signals;
  readonly unitOfWork: UnitOfWork;
  readonly deadLetters: DeadLetters;
  readonly consumers: () => ReadonlyMap<string, ReadonlyMap<string, Handler>>;
  /** Seconds for which the oldest writing transaction has been open. */
  readonly oldestWrite: () => Promise<number>;
}

/** Everything an operator can see and do in one service. */
export class Operations {
  readonly replays: Replays;
  readonly consumers: ConsumerControl;
  readonly letters: DeadLetterOperations;
  readonly events: EventSearch;
  readonly doctor: Doctor;

  constructor(readonly options: OperationsOptions) {
    const { dataSource, schema, source } = options;
    this.replays = new Replays(options);
    this.consumers = new ConsumerControl(options);
    this.letters = new DeadLetterOperations(options);
    this.events = new EventSearch(dataSource, schema, source, options.consumers);
    this.doctor = new Doctor(options);
  }

  /** Consumers are about to start: what operators paused must be known before the first event. */
  async starting(): Promise<void> {
    await this.consumers.start();
  }

  async started(consumer: string): Promise<void> {
    await this.consumers.started(consumer);
  }

  /** All consumers run: unfinished replays go on. */
  running(): void {
    this.replays.start();
  }

  async close(): Promise<void> {
    this.consumers.close();
    await this.replays.close();
  }
}
