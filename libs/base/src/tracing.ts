import type { Link, Span, SpanContext } from '@opentelemetry/api';
import { context, isSpanContextValid, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { formatTraceparent } from './context';
import { type ErrorFacts, errorFacts } from './error-facts';

const tracer = () => trace.getTracer('throughcare.messaging');
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
/** Limit of links per span in the default SDK configuration. */
const MOST_LINKS = 128;

const spanContextOf = (traceparent: string | null | undefined): SpanContext | undefined => {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (!traceId || !spanId || !flags) return undefined;
  const found = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(found) ? found : undefined;
};

const linksTo = (traceparents: readonly (string | null | undefined)[]): Link[] => {
  const links = new Map<string, Link>();
  for (const traceparent of traceparents) {
    if (!traceparent || links.has(traceparent)) continue;
    const found = spanContextOf(traceparent);
    if (found) links.set(traceparent, { context: found });
    if (links.size === MOST_LINKS) break;
  }
  return [...links.values()];
};

/** Where it happened, as an event of the span: OpenTelemetry's own `recordException` would write the message. */
const tell = (span: Span, facts: ErrorFacts): void => {
  span.setAttribute('error.type', facts.type);
  for (let at: ErrorFacts | undefined = facts; at; at = at.cause) {
    const { type, code, at: frames, cause: _cause, ...names } = at;
    span.addEvent('exception', {
      'exception.type': type,
      'exception.stacktrace': frames.join('\n'),
      ...(code !== undefined && { 'exception.code': code }),
      ...Object.fromEntries(Object.entries(names).map(([name, value]) => [`db.${name}`, value])),
    });
  }
};

/** Errors are told by class and code; their text may name people. */
const finish = async <T>(span: Span, work: () => Promise<T>): Promise<T> => {
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    tell(span, errorFacts(error));
    throw error;
  } finally {
    span.end();
  }
};

/** The moment an event is decided. Returns its `traceparent` for the outbox row, if a trace is running. */
export const createdTraceparent = (source: string, type: string): string | undefined => {
  const attributes = { 'messaging.destination.name': source, 'messaging.operation.name': 'create' };
  const span = tracer().startSpan(`create ${type}`, { kind: SpanKind.PRODUCER, attributes });
  span.end();
  const made = span.spanContext();
  return isSpanContextValid(made) ? formatTraceparent(made) : undefined;
};

/** The relay's hand-over of one batch: its own trace, linked to where each event was created. */
export const sendSpan = <T>(
  source: string,
  rows: readonly { readonly traceparent: string | null }[],
  work: () => Promise<T>,
): Promise<T> => {
  const span = tracer().startSpan(
    `send ${source}`,
    {
      kind: SpanKind.PRODUCER,
      root: true,
      links: linksTo(rows.map((row) => row.traceparent)),
      attributes: { 'messaging.destination.name': source, 'messaging.batch.message_count': rows.length },
    },
    ROOT_CONTEXT,
  );
  return finish(span, work);
};

/** A handler at work: child of where the event was created; for a batch or a replay, a trace of its own with links. */
export const processSpan = <T>(
  name: string,
  consumer: string,
  traceparents: readonly (string | undefined)[],
  work: () => Promise<T>,
  replayRunId?: string,
): Promise<T> => {
  const isLive = replayRunId === undefined;
  const parent = isLive && traceparents.length === 1 ? spanContextOf(traceparents[0]) : undefined;
  const span = tracer().startSpan(
    `process ${name}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        'messaging.consumer.group.name': consumer,
        'messaging.batch.message_count': traceparents.length,
        ...(!isLive && { 'replay.run_id': replayRunId }),
      },
      ...(parent ? {} : { links: linksTo(traceparents) }),
    },
    parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
  );
  return finish(span, work);
};
