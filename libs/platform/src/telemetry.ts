import { pending } from './pending';

/** What one click or one message set off carries one correlation id everywhere. */
export interface Correlation {
  readonly correlationId: string;
  /** Id of the event being handled, when there is one. */
  readonly causationId?: string;
  /** W3C trace context of the active span. */
  readonly traceparent?: string;
}

/** The active correlation; a new id when nothing is active. */
export const currentCorrelation = (): Correlation => pending();

/** Runs `work` under a correlation and, when given, as a child of that trace. */
export const runInContext = <T>(_correlation: Partial<Correlation>, _work: () => T): T => pending();

export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** traceparents of other traces that led here. */
  readonly links?: readonly string[];
}

/** Runs `work` in a span; an error is recorded by its kind and code, never by its text. */
export const withSpan = <T>(_name: string, _options: SpanOptions, _work: () => Promise<T>): Promise<T> => pending();
