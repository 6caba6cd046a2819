import type { Counter } from '@opentelemetry/api';
import { metrics } from '@opentelemetry/api';
import { registry } from './telemetry/registry';

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

/** What this process has counted since it started. */
export const counted = (name: Count): number => totals.get(name) ?? 0;
