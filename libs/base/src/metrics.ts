import type { Counter } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/api';
import { registry } from './metric-registry';

/** What is counted. `version_inversions` and `offset_gaps` must stay 0: they are the end-to-end proof of order and of no loss. */
export type Count =
  | 'handled'
  | 'duplicates'
  | 'retries'
  | 'dead_letters'
  | 'parked'
  | 'replayed'
  | 'outbound_refused'
  | 'circuit_opened'
  | 'fenced'
  | 'watchdog_trips'
  | 'version_inversions'
  | 'offset_gaps'
  | 'visibility_lost'
  | 'letters_refused'
  | 'unhandled';

const counters = new Map<Count, Counter>();
const totals = new Map<Count, number>();

/** Adds to a counter of the OpenTelemetry meter and of this process, whose `/metrics` shows it. */
export const count = (name: Count, by = 1, attributes: Record<string, string> = {}): void => {
  let counter = counters.get(name);
  if (!counter) {
    counter = metrics.getMeter('throughcare.messaging').createCounter(`messaging.${name}`);
    counters.set(name, counter);
  }
  counter.add(by, attributes);
  registry.add(`throughcare_${name}_total`, by, attributes);
  totals.set(name, (totals.get(name) ?? 0) + by);
};

const PER_CONSUMER = [
  ...(['handled', 'duplicates', 'retries', 'parked', 'replayed', 'fenced'] as const),
  ...(['version_inversions', 'visibility_lost', 'letters_refused'] as const),
] satisfies readonly Count[];

/** A consumer is about to start: what may be counted of it exists as 0, so that its first increase is seen (and rings). */
export const beginCounts = (consumer: string): void => {
  for (const name of PER_CONSUMER) registry.begin(`throughcare_${name}_total`, { consumer });
  for (const step of ['restart', 'exit']) registry.begin('throughcare_watchdog_trips_total', { consumer, step });
  registry.begin('throughcare_offset_gaps_total');
};

/** What this process has counted since it started. */
export const counted = (name: Count): number => totals.get(name) ?? 0;
