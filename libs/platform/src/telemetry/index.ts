export { initTelemetry, stopTelemetry } from './provider';
export type { TelemetryOptions } from './provider';
export { contextFrom, currentCorrelation, failSpan, runInContext, withSpan } from './spans';
export type { Correlation, SpanOptions } from './spans';
