import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';
import { newId } from '@throughcare/events/ids';
import { PERSON_ID } from './error-facts';

export { currentReplay, outboundGate, OutboundRefused, runInReplay } from './replay-context';

/** What set the running code off. Events appended under it carry these values. */
export interface CauseContext {
  /** One value for everything that one click or one message set off. */
  readonly correlationId: string;
  /** Id of the event that is being handled; absent when a person or a timer acts. */
  readonly causationId?: string;
  /** W3C trace parent to continue where no span is active. */
  readonly traceparent?: string;
}

const ACCEPTED = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;

/** A correlation that came from outside, where it is usable (8 to 64 letters, digits, `-`, `_`, and no id of a person), else a new one. */
export const correlationIdOf = (given: unknown): string =>
  typeof given === 'string' && ACCEPTED.test(given) && given.search(PERSON_ID) < 0 ? given : newId();

const storage = new AsyncLocalStorage<CauseContext>();

/** Runs `work` so that every event it appends carries this correlation and causation. */
export const runInContext = <T>(context: CauseContext, work: () => T): T => storage.run(context, work);

/** The context of the running request or event, if there is one. */
export const currentContext = (): CauseContext | undefined => storage.getStore();

/** Correlation of the running work; a new one where nothing set it off. */
export const currentCorrelation = (): string => storage.getStore()?.correlationId ?? newId();

/** W3C `traceparent` of the active span, else the one the running context came with. */
export const currentTraceparent = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? formatTraceparent(span) : storage.getStore()?.traceparent;
};

/** W3C form of a span context. */
export const formatTraceparent = (span: { traceId: string; spanId: string; traceFlags: number }): string =>
  `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
