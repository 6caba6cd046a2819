import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { NewEvent } from '@throughcare/events/define-event';
import { DataSource, EntityManager } from 'typeorm';
import { currentContext, currentCorrelation, currentTraceparent } from '@throughcare/base/context';
import type { Aggregate, EventRecord } from './event-record';
import { recordsOf } from './event-record';
import { appendOf } from './outbox';
import { createdTraceparent } from '@throughcare/base/tracing';
import { inTransaction } from '../database/transaction';

export type { Aggregate } from './event-record';
export { inTransaction } from '../database/transaction';

/** Buffers events of an aggregate until the end of the transaction; n events get versions version-n+1 … version. */
export type Publish = (aggregate: Aggregate, events: readonly NewEvent[]) => void;

/** The transaction that is open around the running code. */
interface OpenWork {
  readonly owner: UnitOfWork;
  readonly tx: EntityManager;
  readonly publish: Publish;
  closed: boolean;
}

const openWork = new AsyncLocalStorage<OpenWork>();

/** Collects what a transaction publishes, with the causes of the running context. */
export class Outgoing {
  readonly records: EventRecord[] = [];
  private readonly correlationId = currentCorrelation();

  constructor(private readonly source: string) {}

  readonly publish: Publish = (aggregate, events) => {
    const context = currentContext();
    const [first] = events;
    if (!first) return;
    const traceparent = createdTraceparent(this.source, first.type) ?? currentTraceparent();
    const causes = {
      correlationid: context?.correlationId ?? this.correlationId,
      ...(context?.causationId !== undefined && { causationid: context.causationId }),
      ...(traceparent !== undefined && { traceparent }),
    };
    this.records.push(...recordsOf(this.source, aggregate, events, causes, new Date()));
  };
}

@Injectable()
export class UnitOfWork {
  private readonly listeners = new Set<(records: readonly EventRecord[]) => void>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly options: { readonly source: string; readonly schema: string },
  ) {}

  /**
   * One transaction: change and lock state first; published events are inserted into the outbox as its last statement,
   * and the relay is woken after the commit. Inside a running transaction of this unit of work (a projection handler,
   * or an outer `run`) it joins that one. Correlation, causation and trace come from the active context.
   */
  async run<T>(work: (tx: EntityManager, publish: Publish) => Promise<T>): Promise<T> {
    const open = openWork.getStore();
    if (open?.owner === this && !open.closed) return work(open.tx, open.publish);
    const outgoing = new Outgoing(this.options.source);
    const result = await inTransaction(
      this.dataSource,
      (tx) => this.runIn(tx, outgoing.publish, () => work(tx, outgoing.publish)),
      () => appendOf(this.options.schema, outgoing.records),
    );
    this.appended(outgoing.records);
    return result;
  }

  /** Runs `work` so that a nested {@link run} joins `tx`. The caller appends and commits, then calls {@link appended}. */
  async runIn<T>(tx: EntityManager, publish: Publish, work: () => Promise<T>): Promise<T> {
    const open: OpenWork = { owner: this, tx, publish, closed: false };
    try {
      return await openWork.run(open, work);
    } finally {
      open.closed = true;
    }
  }

  /** Tells the relay that these records were committed. */
  appended(records: readonly EventRecord[]): void {
    if (records.length > 0) for (const listener of this.listeners) listener(records);
  }

  /** Calls `listener` after each commit that appended events. */
  onAppended(listener: (records: readonly EventRecord[]) => void): void {
    this.listeners.add(listener);
  }
}
