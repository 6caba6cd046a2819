export { initTelemetry, stopTelemetry } from './telemetry/provider';
export type { TelemetryOptions } from './telemetry/provider';
export { contextFrom, currentCorrelation, failSpan, runInContext, withSpan } from './telemetry/spans';
export type { Correlation, SpanOptions } from './telemetry/spans';
