import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';

export interface TelemetryOptions {
  readonly service: string;
  /** Base address of an OTLP collector; without it spans exist (ids travel) and go nowhere. */
  readonly endpoint?: string | undefined;
  /** For tests: gets every span at once. */
  readonly exporter?: SpanExporter;
}

let active: NodeTracerProvider | undefined;

const processorsOf = ({ endpoint, exporter }: TelemetryOptions) => {
  if (exporter) return [new SimpleSpanProcessor(exporter)];
  if (endpoint === undefined) return [];
  return [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` }))];
};

/**
 * Registers the tracer, W3C propagation and the async context. Spans are made by hand (HTTP in and out, outbox, bus, inbox):
 * no automatic instrumentation, so no URL, SQL or message text gets into an attribute by accident. The first call wins.
 */
export const initTelemetry = (options: TelemetryOptions): void => {
  if (active) return;
  active = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.service, 'service.namespace': 'throughcare' }),
    spanProcessors: processorsOf(options),
  });
  active.register();
};

/** Sends what waits and lets go. Never throws: a collector that is down must not hold up a shutdown. */
export const stopTelemetry = async (): Promise<void> => {
  const provider = active;
  active = undefined;
  trace.disable();
  context.disable();
  propagation.disable();
  await provider?.shutdown().catch(() => undefined);
};
