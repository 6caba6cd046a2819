import { Catch, Injectable, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventDefinition, EventOf } from '@throughcare/events/define-event';
import type { Read, ReadOf } from '@throughcare/events/define-read';
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
    /** A rebuild fills the shadow tables: {@link table} names them. */
    readonly shadow: boolean;
  };
  /** The table of this name, or its shadow while a rebuild fills that. For tables that a rebuild makes again. */
  table(name: string): string;
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

/** The event of a contract, or what was declared of it. */
type Known<Source extends EventDefinition | Read> = Source extends Read
  ? ReadOf<Source>
  : Source extends EventDefinition
    ? EventOf<Source>
    : never;

/** One event, or an array where the consumer takes batches. */
type Given<Event, Batch extends boolean> = true extends Batch ? readonly Event[] : Event;

/** What a handler of a consumer reads of each type; undefined: the whole contract. */
export type Reads = Readonly<Record<string, readonly string[] | undefined>>;

const partsOf = (source: EventDefinition | Read): readonly [type: string, fields: readonly string[] | undefined] =>
  'fields' in source ? [source.definition.type, source.fields] : [source.type, undefined];

/**
 * Registers a controller method as a consumer's handler of these events: `handle(event: ReadOf<typeof a | typeof b>, ctx: EventContext)`,
 * or `EventOf` where a contract is given, which counts as reading all of it. A consumer has one handler for a type; the start is refused
 * otherwise.
 */
export const OnEvents =
  <Source extends EventDefinition | Read, Batch extends boolean>(
    sources: readonly Source[],
    { name: consumer, kind, batch }: Consumer<Batch>,
  ): Handles<Given<Known<Source>, Batch>> =>
  (target, name, descriptor) => {
    const reads: Reads = Object.fromEntries(sources.map(partsOf));
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    EventPattern(Object.keys(reads), EVENT_SERVER, { consumer, kind, batch, reads })(target, name, descriptor);
    UseFilters(OriginalErrorFilter)(target, name, descriptor);
  };

/** {@link OnEvents} for one event. */
export const OnEvent = <Source extends EventDefinition | Read, Batch extends boolean>(
  source: Source,
  consumer: Consumer<Batch>,
) => OnEvents([source], consumer);
