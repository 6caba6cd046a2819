import type { EntityManager } from 'typeorm';
import type { EventRecord } from '../publish/event-record';

/** What a bus promises beyond order per key and at-least-once. The contract suite exercises what is declared. */
export interface BusFeatures {
  /** The reading position is committed inside the handler's transaction, so a crash repeats nothing. */
  readonly transactionalCursor: boolean;
  /** Old events can be read again with `seek`. */
  readonly retained: boolean;
  /** Events and positions outlive the process. */
  readonly durable: boolean;
}

/** What one relay hands to the bus: the next events of some partitions, in order. */
export interface OutboxBatch {
  readonly source: string;
  readonly size: number;
  /** The whole records, read on demand: a bus that serves the settled log itself never asks. */
  records(): Promise<readonly EventRecord[]>;
  /** Moves accepted records out of the outbox into the service's event log; everything when none are named. */
  settle(accepted?: readonly EventRecord[]): Promise<void>;
}

/** One event on its way to a consumer. `offset` counts up within source and partition. */
export interface Delivery {
  readonly record: EventRecord;
  readonly offset: number;
  /** False: nobody handles the type here; only the position moves. The record then has no payload. */
  readonly wanted: boolean;
}

export interface Subscription {
  readonly consumer: string;
  readonly sources: readonly string[];
  readonly types: readonly string[];
  readonly handlerVersion: string;
  /** True when events of this type are delivered one by one although nobody handles it here: they are counted. */
  readonly keeps?: (type: string) => boolean;
  /** True when another running instance of the consumer handles this type: it is not to be settled here. */
  readonly isHandledElsewhere?: (type: string) => boolean;
  /** Events of one source and partition in order. The bus delivers no more than a bounded number ahead of `ack`. */
  deliver(deliveries: readonly Delivery[]): void;
  /** These partitions go to another instance: forget what waits, resolve when nothing of them is in flight. */
  revoke(partitions: readonly number[]): Promise<void>;
}

/** A subscription's way back to the bus. */
export interface Feed {
  /** Inside the handler's transaction, where {@link BusFeatures.transactionalCursor}: moves the position past these. Throws {@link Fenced}. */
  commit(deliveries: readonly Delivery[], tx: EntityManager): Promise<void>;
  /** After the effects of these were committed. */
  ack(deliveries: readonly Delivery[]): Promise<void>;
  /** Drops what was delivered and not acknowledged; it will be delivered again. */
  rewind(source: string, partition: number): void;
  /** Events of this process's own partitions that are not acknowledged yet, as the broker sees it. */
  lag?(): Promise<number>;
  /** Those of `lag` that this process could have gone on with: none of it for long is a stall. Default: all of them. */
  owed?(): Promise<number>;
  /** True while a person has to change something on the broker before anything can be read: no new process helps. */
  readonly isBlocked?: boolean;
  /** Ends this subscription alone: nothing more is delivered, its partitions are given back. */
  close?(): Promise<void>;
}

export type Control =
  | { readonly action: 'pause' | 'resume' }
  | { readonly action: 'seek'; readonly source: string; readonly partition: number; readonly offset: number };

/**
 * Four methods. Promises of every bus: per key and source, the first copy of each event arrives in order; nothing that
 * `publish` accepted is lost; copies may repeat. Nothing is promised between keys.
 */
export interface Bus {
  readonly features: BusFeatures;
  /** Makes the batch durable and settles what was accepted: per key a prefix. One call at a time per partition. */
  publish(batch: OutboxBatch): Promise<void>;
  subscribe(subscription: Subscription): Promise<Feed>;
  control(consumer: string, control: Control): Promise<void>;
  /** Where the broker keeps the position and can move it: what a reset to `earliest`, `latest` or a moment would do, of all partitions. */
  resetPlan?(consumer: string, to: string): Promise<{ readonly back: number; readonly forward: number }>;
  /** Moves the position of the partitions that are here, and for a minute of those that come. `latest` is of the moment of the call: ask for a moment where several do it. */
  reset?(consumer: string, to: string): Promise<void>;
  /** Messages of a consumer that the broker itself has given up handing over. */
  buried?(consumer: string): Promise<number>;
  /** Stops intake, gives partitions back, closes connections. Idempotent. */
  close(): Promise<void>;
}

/** Another instance moved the position: what this one was doing is void. */
export class Fenced extends Error {
  constructor(
    readonly source: string,
    readonly partition: number,
  ) {
    super('FENCED');
    this.name = 'Fenced';
  }
}
