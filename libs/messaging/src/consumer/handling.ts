import type { EventEnvelope } from '@throughcare/events/define-event';
import { correlationIdOf, currentCorrelation, runInContext } from '@throughcare/base/context';
import type { EventContext } from './on-event';
import type { EventRecord } from '../publish/event-record';
import { envelopeOf, UnreadableEvent } from '../publish/event-record';
import { processSpan } from '@throughcare/base/tracing';
import type { Handler } from './handlers';

/** An event with the handler that takes it. */
export interface Received {
  readonly record: EventRecord;
  readonly event: EventEnvelope;
  readonly handler: Handler;
}

/** Throws {@link UnreadableEvent} for what no handler here takes or nobody can read. */
export const received = (handlers: ReadonlyMap<string, Handler>, record: EventRecord): Received => {
  const handler = handlers.get(record.type);
  if (!handler) throw new UnreadableEvent('MALFORMED_EVENT');
  return { record, event: envelopeOf(record), handler };
};

/** Neighbours with the same batch handler together, everything else one by one: the order stays. */
export const groupsOf = <T extends { readonly handler: Handler }>(events: readonly T[]): T[][] => {
  const groups: T[][] = [];
  for (const each of events) {
    const last = groups.at(-1);
    if (last && each.handler.batch && last[0]?.handler === each.handler) last.push(each);
    else groups.push([each]);
  }
  return groups;
};

/** What a rebuild appends to the name of a table while it fills a copy. */
export const SHADOW_SUFFIX = '_shadow';

/**
 * Calls the handler of one group, live or in a replay: what it appends names the event as its cause, and continues its trace
 * where nothing traces here.
 */
export const invoke = async (group: readonly Received[], given: Omit<EventContext, 'table'>): Promise<void> => {
  const [first] = group;
  if (!first) return;
  const { handler, event } = first;
  const { consumer, replay } = given;
  const context = { ...given, table: (name: string) => (replay?.shadow ? `${name}${SHADOW_SUFFIX}` : name) };
  const isSingle = group.length === 1;
  const cause = {
    correlationId: isSingle ? correlationIdOf(event.correlationid) : currentCorrelation(),
    ...(isSingle && { causationId: event.id }),
    ...(isSingle && event.traceparent !== undefined && { traceparent: event.traceparent }),
  };
  const data = handler.batch ? group.map((each) => each.event) : event;
  const traces = group.map((each) => each.event.traceparent);
  const work = () => handler.handle(data, context);
  await runInContext(cause, () => processSpan(event.type, consumer, traces, work, replay?.runId));
};
