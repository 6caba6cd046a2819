import { Catch, Injectable, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventDefinition, EventOf } from '@throughcare/events/define-event';
import { throwError, type Observable } from 'rxjs';
import type { EntityManager } from 'typeorm';
import type { Consumer } from './define-consumer';
import type { Publish } from '../publish/unit-of-work';

/** Marks our handlers, so that another transport of the same application does not take them. */
export const EVENT_SERVER = Symbol.for('throughcare.event-server');

/** What a handler gets beside the event. */
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

/**
 * Hands the handler's own exception to the consumer runtime. Nest's base filter would replace it with
 * `{ status, message: 'Internal server error' }`, and with it class, code and cause, on which retry or park is decided.
 */
@Injectable()
@Catch()
class OriginalErrorFilter implements RpcExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

/** A method that takes this event and, if it wants, the context. One that reads more of the event than is given does not compile. */
type Handles<Event> = <Method extends (event: Event, context: EventContext) => unknown>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/** One event, or an array where the consumer takes batches. */
type Given<Event, Batch extends boolean> = true extends Batch ? readonly Event[] : Event;

/**
 * Registers a controller method as a consumer's handler of these events: `handle(event: EventOf<typeof A | typeof B>, ctx: EventContext)`.
 * A consumer has one handler for a type; the start is refused otherwise.
 */
export const OnEvents =
  <D extends EventDefinition, Batch extends boolean>(
    definitions: readonly D[],
    { name: consumer, kind, batch }: Consumer<Batch>,
  ): Handles<Given<EventOf<D>, Batch>> =>
  (target, name, descriptor) => {
    const types = definitions.map(({ type }) => type);
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    EventPattern(types, EVENT_SERVER, { consumer, kind, batch })(target, name, descriptor);
    UseFilters(OriginalErrorFilter)(target, name, descriptor);
  };

/** {@link OnEvents} for one event. */
export const OnEvent = <D extends EventDefinition, Batch extends boolean>(definition: D, consumer: Consumer<Batch>) =>
  OnEvents([definition], consumer);
