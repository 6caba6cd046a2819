import { ROOT_CONTEXT, SpanKind, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import type { Attributes, Context, Link, Span } from '@opentelemetry/api';
import { asError } from '@throughcare/base/error-like';
import { newId } from '@throughcare/events/ids';
import { currentContext, currentTraceparent, runInContext as runWithCause } from '@throughcare/base/context';

/** What one click or one message set off carries one correlation id everywhere. */
export interface Correlation {
  readonly correlationId: string;
  /** Id of the event being handled, when there is one. */
  readonly causationId?: string;
  /** W3C trace context of the active span. */
  readonly traceparent?: string;
}

export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Route templates, counts, codes: never a URL, an identifier of a person, or a text. */
  readonly attributes?: Attributes;
  /** traceparents of other traces that led here. */
  readonly links?: readonly string[];
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

export const tracer = () => trace.getTracer('throughcare');

/** The trace context that a `traceparent` names; unreadable ones give none. */
export const contextFrom = (traceparent: string | undefined, base: Context = ROOT_CONTEXT): Context =>
  traceparent === undefined ? base : propagation.extract(base, { traceparent });

/** The active correlation; a new id when nothing is active. */
export const currentCorrelation = (): Correlation => {
  const { correlationId = newId(), causationId } = currentContext() ?? {};
  const traceparent = currentTraceparent();
  return { correlationId, ...(causationId !== undefined && { causationId }), ...(traceparent && { traceparent }) };
};

/** Runs `work` under a correlation and, when a `traceparent` is given, as a part of that trace. What is left out is inherited. */
export const runInContext = <T>(correlation: Partial<Correlation>, work: () => T): T => {
  const { correlationId, causationId } = currentCorrelation();
  const inherited = { correlationId, ...(causationId !== undefined && { causationId }) };
  const otel = correlation.traceparent ? contextFrom(correlation.traceparent, context.active()) : context.active();
  return context.with(otel, () => runWithCause({ ...inherited, ...correlation }, work));
};

/** Marks a span failed by the error's code or class; its text stays out. */
export const failSpan = (span: Span, error: unknown): void => {
  const { code } = (error ?? {}) as { code?: unknown };
  const type = typeof code === 'string' ? code : (asError(error)?.name ?? 'unknown');
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

const linkTo = (traceparent: string): Link[] => {
  const spanContext = trace.getSpanContext(contextFrom(traceparent));
  return spanContext ? [{ context: spanContext }] : [];
};

/** Runs `work` in a span of the active trace; an error marks it and is thrown on. */
export const withSpan = <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> => {
  const { kind = 'internal', attributes = {}, links = [] } = options;
  const spanOptions = { kind: KINDS[kind], attributes, links: links.flatMap(linkTo) };
  return tracer().startActiveSpan(name, spanOptions, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      failSpan(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
};
