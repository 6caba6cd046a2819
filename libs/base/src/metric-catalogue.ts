export interface MetricDefinition {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Names of services, consumers, types, codes and states: never what identifies a person. */
  readonly labels: readonly string[];
  readonly buckets?: readonly number[];
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

const counter = (help: string, ...labels: string[]): MetricDefinition => ({ kind: 'counter', help, labels });
const gauge = (help: string, ...labels: string[]): MetricDefinition => ({ kind: 'gauge', help, labels });
const histogram = (help: string, buckets: readonly number[], ...labels: string[]): MetricDefinition => ({
  kind: 'histogram',
  help,
  labels,
  buckets,
});

/** Every metric there is. Dashboards and alerts may name these and no others; every sample also carries `service`. */
export const METRICS = {
  throughcare_handled_total: counter('Events that took effect.', 'consumer'),
  throughcare_duplicates_total: counter('Copies that the inbox recognised.', 'consumer'),
  throughcare_retries_total: counter('Failed tries of an event.', 'consumer'),
  throughcare_dead_letters_total: counter('Events put away as dead letters.', 'consumer', 'code'),
  throughcare_letters_refused_total: counter(
    'Tries to put an event away that the database refused: its lane stands until it takes the letter.',
    'consumer',
  ),
  throughcare_parked_total: counter('Events put behind a dead letter of their key.', 'consumer'),
  throughcare_replayed_total: counter('Events handled by replay runs.', 'consumer'),
  throughcare_outbound_refused_total: counter('Outgoing calls refused because a replay was running.', 'target'),
  throughcare_circuit_opened_total: counter(
    'Outages of what a consumer needs, during which it paused.',
    'consumer',
    'code',
  ),
  throughcare_visibility_lost_total: counter(
    'Messages whose visibility could not be extended: they may be handled twice.',
    'consumer',
  ),
  throughcare_unhandled_total: counter(
    'Events passed whose type this consumer used to handle, or was sent, and no running instance handles.',
    'consumer',
    'type',
  ),
  throughcare_fenced_total: counter('Batches void because another instance had moved on.', 'consumer'),
  throughcare_version_inversions_total: counter(
    'Events that took effect after a later one of their aggregate. Must stay 0.',
    'consumer',
  ),
  throughcare_offset_gaps_total: counter(
    'Times that offsets were skipped while reading a log, or deleted by Kafka before. Must stay 0.',
  ),
  throughcare_watchdog_trips_total: counter(
    'Consumers found assigned, behind and without progress.',
    'consumer',
    'step',
  ),
  throughcare_relay_batch_events: histogram('Events per batch of the relay.', [1, 5, 10, 50, 100, 500, 1000, 2000]),
  throughcare_end_to_end_seconds: histogram(
    'From the moment an event was decided to its committed effect.',
    SECONDS,
    'consumer',
  ),
  throughcare_canary_seconds: histogram('Journey of the canary event: decided, relayed, carried, consumed.', SECONDS),
  throughcare_canary_seen_timestamp_seconds: gauge(
    'When the last canary event arrived, or the process started where none has yet (Unix time).',
  ),
  throughcare_outbox_events: gauge('Events committed and not relayed yet.'),
  throughcare_outbox_oldest_seconds: gauge('Age of the oldest event that is not relayed yet.'),
  throughcare_consumer_lag_events: gauge('Events of its sources that a consumer has not passed.', 'consumer'),
  throughcare_consumer_lag_seconds: gauge('Age of the oldest event that a consumer has not passed.', 'consumer'),
  throughcare_consumer_paused: gauge('1 while an operator has paused the consumer.', 'consumer'),
  throughcare_consumer_waiting: gauge('1 while a consumer waits for its bus or for what it needs.', 'consumer'),
  throughcare_dead_letters: gauge('Dead letters that nobody has redriven or discarded.', 'consumer'),
  throughcare_queue_dead_letters: gauge(
    'Messages that SQS handed over in vain too often: they lie in its own queue.',
    'consumer',
  ),
  throughcare_dead_letter_oldest_seconds: gauge('Age of the oldest dead letter.', 'consumer'),
  throughcare_parked_keys: gauge('Keys that wait behind a dead letter.', 'consumer'),
  throughcare_unhandled_events: gauge(
    'Events that went by while no instance handled their type, until they are replayed.',
    'consumer',
  ),
  throughcare_oldest_write_seconds: gauge('Age of the oldest writing transaction: it holds every relay back.'),
  throughcare_silent_changes: gauge('Aggregates that changed since their newest event. Must stay 0.', 'table'),
  throughcare_version_gaps: gauge('Aggregates of the event log with a version missing. Must stay 0.'),
  throughcare_notifications: gauge('Messages to practitioners.', 'state'),
  throughcare_sync_operations: gauge('Ledger of what is sent to other systems.', 'target', 'state'),
  throughcare_sync_oldest_seconds: gauge('Age of the oldest ledger entry in a state.', 'target', 'state'),
  throughcare_custody_gaps: gauge(
    'Movements of the last day that the prison showed and no believed message had reported.',
    'code',
  ),
  throughcare_custody_check_overdue_seconds: gauge('How late the comparisons with the prison are.'),
  throughcare_staff_without_region: gauge('Active staff whose nDelius area leads to no region.', 'area'),
  throughcare_upstream_calls_total: counter(
    'Calls of other systems, by what came of them: ok, refused (our client or our request), failed (no usable answer).',
    'upstream',
    'outcome',
  ),
  throughcare_hmpps_queue_oldest_seconds: gauge(
    'Age of the oldest message at the last look into the HMPPS queue; the time since that look where it was empty or failed.',
  ),
  throughcare_hmpps_queue_messages: gauge(
    'Messages of the HMPPS queue: waiting, in-flight, and its dead letters.',
    'state',
  ),
  throughcare_hmpps_canary_timestamp_seconds: gauge(
    'When the newest canary was sent that came back through the HMPPS topic and queue (Unix time); absent where none is sent.',
  ),
  throughcare_quarantine_messages: gauge('Messages that were not taken, by the problem.', 'code'),
  throughcare_quarantine_oldest_seconds: gauge('Age of the oldest message that was not taken.'),
  throughcare_custody_claims_pending: gauge('Movements that messages reported and the prison has not shown yet.'),
  throughcare_custody_claim_oldest_seconds: gauge('Age of the oldest of them.'),
  throughcare_detail_reads_total: counter('Reads of public events by other systems.', 'type', 'client'),
  throughcare_background_rounds_total: counter(
    'Rounds of background tasks: done, failed, or lost to another instance.',
    'task',
    'outcome',
  ),
  throughcare_background_age_seconds: gauge('Time since a round of a background task ended well.', 'task'),
  throughcare_background_late_seconds: gauge('How late the next round of a background task is.', 'task'),
  throughcare_background_failures: gauge('Rounds of a background task that failed since one ended well.', 'task'),
  throughcare_http_answers_total: counter('Answers over HTTP, but for health and metrics.', 'status'),
  throughcare_http_request_seconds: histogram('Answers over HTTP.', SECONDS, 'method', 'route', 'status'),
  throughcare_unreadable_gauges: gauge('Parts of what is shown here that could not be read at the last look.'),
  throughcare_process_memory_bytes: gauge('Resident memory of the process.'),
  throughcare_process_cpu_seconds_total: counter('Processor time of the process.'),
  throughcare_process_event_loop_seconds: gauge('99th percentile delay of the event loop since the last look.'),
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;

export const definitionOf = (name: MetricName): MetricDefinition => METRICS[name];
