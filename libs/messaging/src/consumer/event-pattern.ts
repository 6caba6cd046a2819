import { applyDecorators, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { EventDefinition } from '@throughcare/events/define-event';
import type { EntityManager } from 'typeorm';
import { OriginalErrorFilter } from './original-error.filter';
import type { Publish } from '../publish/unit-of-work';

/** Marks our handlers, so that another transport of the same application does not take them. */
export const EVENT_SERVER = Symbol.for('throughcare.event-server');

export type HandlerKind = 'projection' | 'effect';

export interface OnEventOptions {
  /** Stable name: inbox, cursor and dead letters are kept under it. */
  readonly consumer: string;
  /**
   * `projection` (default) runs in the consumer's transaction and may touch nothing but the own database.
   * `effect` runs outside any transaction, one by one, at least once: it must be idempotent.
   */
  readonly kind?: HandlerKind;
  /** The handler gets an array: all consecutive events of this type in a batch. Projections only. */
  readonly batch?: boolean;
}

/** What a handler gets beside the event: `@Ctx() ctx: EventContext`. */
export interface EventContext {
  /** The consumer's transaction; for an `effect` the data source's manager, outside any transaction. */
  readonly tx: EntityManager;
  /** Outgoing events, committed with the inbox row. */
  readonly publish: Publish;
  readonly consumer: string;
  /** Present while a recorded run or a redrive repeats history. */
  readonly replay?: {
    readonly runId: string;
    /** A rebuild fills the shadow tables: see `tableFor` of `replay/rebuild`. */
    readonly shadow: boolean;
  };
}

/** Registers a controller method as handler of an event for one consumer. One handler per consumer and type. */
export const OnEvent = (definition: EventDefinition | string, options: OnEventOptions): MethodDecorator =>
  applyDecorators(
    EventPattern(typeof definition === 'string' ? definition : definition.type, EVENT_SERVER, {
      consumer: options.consumer,
      kind: options.kind ?? 'projection',
      batch: options.batch ?? false,
    }),
    UseFilters(OriginalErrorFilter),
  );
