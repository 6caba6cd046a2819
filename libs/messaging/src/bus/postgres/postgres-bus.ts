import { Logger } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { Bus, BusFeatures, Control, Feed, OutboxBatch, Subscription } from '../bus';
import { schemaOf } from '../../database/names';
import { quoteSchema } from '../../database/names';
import { DedicatedConnection, PLAN_ONCE } from '../../database/connection';
import type { Ownership } from '../../database/ownership';
import { NoEventLog, PostgresFeed } from './postgres-feed';
import type { Signals } from '../../database/signals';
import { logChannel } from '../../database/signals';

export interface PostgresBusOptions {
  readonly config: ClientConfig;
  /** Schema of this service: its own log, its cursors. */
  readonly schema: string;
  readonly ownership: Ownership;
  readonly signals: Signals;
}

/** The embedded bus: settling into the event log publishes, consumers read other services' logs by offset. */
export class PostgresBus implements Bus {
  readonly features: BusFeatures = { transactionalCursor: true, retained: true, durable: true };
  private readonly logger = new Logger('PostgresBus');
  private readonly feeds = new Map<string, PostgresFeed>();
  /** By consumer: what keeps its feed awake. */
  private readonly listening = new Map<string, readonly (() => void)[]>();
  private readonly reading: DedicatedConnection;
  private readonly reported = new Map<string, string>();

  constructor(private readonly options: PostgresBusOptions) {
    const config = { ...options.config, options: PLAN_ONCE };
    this.reading = new DedicatedConnection({ config, name: 'throughcare bus' });
  }

  async publish(batch: OutboxBatch): Promise<void> {
    await batch.settle();
    this.options.signals.notify(logChannel(this.options.schema));
  }

  async subscribe(subscription: Subscription): Promise<Feed> {
    const { consumer, sources } = subscription;
    const onError = (source: string, error: unknown) => this.report(consumer, source, error);
    const { schema, ownership, signals } = this.options;
    const leave = (name: string) => ownership.leave(name);
    await this.register(subscription);
    const feed = new PostgresFeed({ subscription, reading: this.reading, schema, onError, leave });
    this.feeds.set(consumer, feed);
    this.silence(consumer);
    const listen = (source: string) => signals.listen(logChannel(schemaOf(source)), () => feed.wake(source));
    this.listening.set(consumer, sources.map(listen));
    ownership.join(feed);
    feed.start();
    return feed;
  }

  async control(consumer: string, control: Control): Promise<void> {
    await this.feeds.get(consumer)?.control(control);
  }

  async close(): Promise<void> {
    for (const consumer of this.listening.keys()) this.silence(consumer);
    const feeds = [...this.feeds.values()];
    this.feeds.clear();
    await Promise.all(feeds.map((feed) => feed.stop()));
    await Promise.all(feeds.map((feed) => this.options.ownership.leave(feed.name)));
    await this.reading.close();
  }

  private silence(consumer: string): void {
    for (const stop of this.listening.get(consumer) ?? []) stop();
  }

  /** For operators and tests: who reads what. */
  private async register({ consumer, sources, types, handlerVersion }: Subscription): Promise<void> {
    await this.reading.query(
      `insert into ${quoteSchema(this.options.schema)}.consumer_subscription (consumer, source, types, handler_version)
       select $1, source, $3, $4 from unnest($2::text[]) as source
       on conflict (consumer, source) do update
       set types = excluded.types, handler_version = excluded.handler_version, started_at = clock_timestamp()`,
      [consumer, sources, types, handlerVersion],
    );
  }

  /** A missing source is normal while services start. Each kind is said once. */
  private report(consumer: string, source: string, error: unknown): void {
    const code = (error as { code?: string }).code ?? (error instanceof Error ? error.name : 'unknown');
    const place = `${consumer} reading ${source}`;
    if (this.reported.get(place) === code) return;
    this.reported.set(place, code);
    if (error instanceof NoEventLog) this.logger.log(`${place} waits: its event log is not there yet`);
    else this.logger.warn(`${place} waits and tries again: ${code}`);
  }
}
