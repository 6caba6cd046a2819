import type { Bus } from '../bus/bus';
import type { AggregateTable } from '../operations/silent-changes';
import type { WatchdogOptions } from '../consumer/watchdog';

export interface MessagingOptions {
  /** The service's name as event source, e.g. `booking`. */
  readonly source: string;
  /** Its schema; default `schemaOf` the source. */
  readonly schema?: string;
  /** `postgres` (default) or an adapter. `MessagingModule` takes the one that `EVENT_BUS` names when none is given. */
  readonly bus?: 'postgres' | Bus;
  /** False: this process appends but another one relays. */
  readonly relay?: boolean;
  /** Kept with dead letters: which build failed. Default `BUILD_NUMBER`, as in `/info`. */
  readonly handlerVersion?: string;
  /** How often instances look at their shares of the partitions; default 2,000 ms. */
  readonly shareEveryMs?: number;
  readonly tuning?: Tuning;
  /** The service's aggregates ({@link AggregateType}): a row that changed without its event is found and counted. */
  readonly aggregates?: readonly AggregateTable[];
  readonly watchdog?: Partial<WatchdogOptions>;
  /** How long metrics of the tables are kept before they are read again. Default 5 s, and 5 minutes for the thorough part. */
  readonly gauges?: { readonly keptMs?: number; readonly thoroughMs?: number };
}

/** Measured defaults; change them with a measurement. */
export interface Tuning {
  /** Consumer transactions at once in one process: leave connections of the pool to HTTP. Default 6. */
  readonly concurrency?: number;
  /** Parallel lanes per consumer. Default 8. */
  readonly lanes?: number;
  /** Events per consumer transaction at most. Default 50. */
  readonly batchSize?: number;
  /** How long a closing process waits for running batches. Default 10,000 ms. */
  readonly shutdownMs?: number;
}
