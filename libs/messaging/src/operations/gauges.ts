import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { monotonic } from '@throughcare/base/monotonic';
import type { ConsumerStatus } from './consumer-control';
import { oldestWaitingSeconds, outboxStatus } from './outbox-status';
import { quoteSchema } from '../database/names';
import { isUnhandled } from '../rollout/unhandled';
import type { Sample } from '@throughcare/base/metric-registry';
import { silentChanges, versionGaps, type AggregateTable, type SilentChanges } from './silent-changes';
import { Writers } from './writers';

/** As far as a bus and this process can tell. */
export interface BusLag {
  readonly events: number | undefined;
  /** Since the latest event that took effect was decided: an upper bound of the lag while there is one. */
  readonly seconds: number | undefined;
}

export interface GaugeOptions {
  readonly dataSource: DataSource;
  readonly schema: string;
  readonly consumers: () => Promise<readonly ConsumerStatus[]>;
  /** Consumers that wait, in this process, for what they need. */
  readonly waiting: () => readonly string[];
  /** Lag where the bus and not the database keeps the position. */
  readonly busLag: (consumer: string) => Promise<BusLag>;
  /** Messages that the broker itself has given up; undefined where it gives none up. */
  readonly buried: (consumer: string) => Promise<number | undefined>;
  readonly aggregates: readonly AggregateTable[];
  readonly keptMs?: number;
  readonly thoroughMs?: number;
}

const KEPT_MS = 5_000;
const THOROUGH_MS = 300_000;
const AUDIT_PATIENCE_MS = 500;
/** A broker that does not answer keeps no scrape waiting. */
const BROKER_PATIENCE_MS = 2_000;
const LATE = Symbol('late');

const unhandledSample = (consumer: string, value: number): Sample => ({
  name: 'throughcare_unhandled_events',
  value,
  labels: { consumer },
});

/** What one service's tables say, asked for when somebody looks and at most every five seconds; the thorough part every five minutes. */
export class Gauges {
  private kept: { readonly at: number; readonly samples: Promise<readonly Sample[]> } | undefined;
  private thorough: { readonly at: number; readonly samples: Promise<readonly Sample[]> } | undefined;
  private audited: readonly Sample[] = [];
  private unread = { look: 0, audit: 0 };
  /** Answers that a broker owed at the last look. */
  private owed = 0;

  readonly writing: Writers;

  constructor(private readonly options: GaugeOptions) {
    this.writing = new Writers(options.dataSource);
  }

  /** Reads every event's version once: for a person who asks. */
  silentChanges(): Promise<SilentChanges[]> {
    const { dataSource, schema, aggregates } = this.options;
    return silentChanges(dataSource, schema, aggregates);
  }

  /** Parts of the last looks that could not be read. */
  get unreadable(): number {
    return this.unread.look + this.unread.audit + this.owed;
  }

  /** How long the oldest event has waited for its relay. Asks one table and no broker. */
  oldestWaitingSeconds(): Promise<number> {
    return oldestWaitingSeconds(this.options.dataSource, this.options.schema);
  }

  /** What cannot be read is left out and counted: an alert of its own. */
  async read(): Promise<readonly Sample[]> {
    const { keptMs = KEPT_MS, thoroughMs = THOROUGH_MS } = this.options;
    if (!this.kept || monotonic() - this.kept.at >= keptMs) this.kept = { at: monotonic(), samples: this.look() };
    if (!this.thorough || monotonic() - this.thorough.at >= thoroughMs)
      this.thorough = { at: monotonic(), samples: this.audit().then((samples) => (this.audited = samples)) };
    // On a long log the audit takes longer than a scrape may: until it is done its last result stands.
    await Promise.race([this.thorough.samples, sleep(AUDIT_PATIENCE_MS, undefined, { ref: false })]);
    return [...(await this.kept.samples), ...this.audited];
  }

  private async look(): Promise<readonly Sample[]> {
    return this.parts('look', [this.outbox(), this.consumers(), this.letters(), this.writers()]);
  }

  private async audit(): Promise<readonly Sample[]> {
    const { dataSource, schema, aggregates } = this.options;
    const silent = silentChanges(dataSource, schema, aggregates).then((found) =>
      found.map(({ table, count }) => ({
        name: 'throughcare_silent_changes' as const,
        value: count,
        labels: { table },
      })),
    );
    const gaps = versionGaps(dataSource, schema).then((value) => [
      { name: 'throughcare_version_gaps' as const, value },
    ]);
    return this.parts('audit', [silent, gaps]);
  }

  private async parts(look: 'look' | 'audit', parts: Promise<readonly Sample[]>[]): Promise<readonly Sample[]> {
    const read = await Promise.allSettled(parts);
    this.unread[look] = read.filter(({ status }) => status === 'rejected').length;
    return read.flatMap((part) => (part.status === 'fulfilled' ? part.value : []));
  }

  private async outbox(): Promise<Sample[]> {
    const { waiting, oldestSeconds } = await outboxStatus(this.options.dataSource, this.options.schema);
    return [
      { name: 'throughcare_outbox_events', value: waiting },
      { name: 'throughcare_outbox_oldest_seconds', value: oldestSeconds },
    ];
  }

  private async consumers(): Promise<Sample[]> {
    const all = await this.options.consumers();
    this.owed = 0;
    const unhandled = await this.unhandled();
    const samples = await Promise.all(all.map((status) => this.consumer(status)));
    return [...samples.flat(), ...all.map(({ consumer }) => unhandledSample(consumer, unhandled.get(consumer) ?? 0))];
  }

  private async consumer(status: ConsumerStatus): Promise<Sample[]> {
    const { consumer, lag, oldestSeconds, paused, parkedKeys, deadLetters } = status;
    const labels = { consumer };
    const { events, seconds } =
      lag === null
        ? ((await this.ofBroker(this.options.busLag(consumer))) ?? { events: undefined, seconds: undefined })
        : { events: lag, seconds: oldestSeconds ?? 0 };
    const age = events === 0 ? 0 : seconds;
    const buried = await this.ofBroker(this.options.buried(consumer));
    return [
      ...(events === undefined ? [] : [{ name: 'throughcare_consumer_lag_events' as const, value: events, labels }]),
      ...(age === undefined ? [] : [{ name: 'throughcare_consumer_lag_seconds' as const, value: age, labels }]),
      ...(buried === undefined ? [] : [{ name: 'throughcare_queue_dead_letters' as const, value: buried, labels }]),
      { name: 'throughcare_consumer_paused', value: paused ? 1 : 0, labels },
      { name: 'throughcare_consumer_waiting', value: this.options.waiting().includes(consumer) ? 1 : 0, labels },
      { name: 'throughcare_parked_keys', value: parkedKeys, labels },
      { name: 'throughcare_dead_letters', value: deadLetters, labels },
    ];
  }

  /** Undefined, and counted, when the broker fails or takes too long. */
  private async ofBroker<T>(asked: Promise<T>): Promise<T | undefined> {
    const answer = await Promise.race([
      asked.catch(() => LATE),
      sleep(BROKER_PATIENCE_MS, LATE, { ref: false }),
    ] as const);
    if (answer !== LATE) return answer as T;
    this.owed += 1;
    return undefined;
  }

  private async unhandled(): Promise<ReadonlyMap<string, number>> {
    const s = quoteSchema(this.options.schema);
    const rows = await this.options.dataSource.query<{ consumer: string; events: number }[]>(
      `select consumer, sum(unhandled)::float8 as events from ${s}.consumer_want w where ${isUnhandled(s)} group by consumer`,
    );
    return new Map(rows.map(({ consumer, events }) => [consumer, events]));
  }

  private async letters(): Promise<Sample[]> {
    const rows = await this.options.dataSource.query<{ consumer: string; age: number }[]>(
      `select consumer, extract(epoch from clock_timestamp() - min(first_failed_at))::float8 as age
       from ${quoteSchema(this.options.schema)}.dead_letter where state = 'failed' group by consumer`,
    );
    return rows.map(({ consumer, age }) => ({
      name: 'throughcare_dead_letter_oldest_seconds',
      value: age,
      labels: { consumer },
    }));
  }

  private async writers(): Promise<Sample[]> {
    const [oldest] = await this.writing.open();
    return [{ name: 'throughcare_oldest_write_seconds', value: oldest?.seconds ?? 0 }];
  }
}
