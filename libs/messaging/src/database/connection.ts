import type { ClientConfig, Pool, QueryResult, QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { RELIED_ON } from '@throughcare/base/database-session';
import { ReadOnlyServer, ServiceClient } from './service-client';
import type { Statement } from './statement';
import { queryConfig } from './statement';

/** How to reach the data source's database outside its pool: dedicated connections for locks, signals and the relay. */
export const connectionConfig = (dataSource: DataSource): ClientConfig => {
  const options = dataSource.options;
  if (options.type !== 'postgres') throw new Error('Messaging needs PostgreSQL');
  const { url, host, port, username, password, database, ssl } = options;
  return {
    ...(url !== undefined && { connectionString: url }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(username !== undefined && { user: username }),
    ...(password !== undefined && { password }),
    ...(database !== undefined && { database }),
    ...(ssl !== undefined && { ssl: ssl as NonNullable<ClientConfig['ssl']> }),
  };
};

/**
 * TypeORM listens for errors of a new pool connection one step late. A server that crashes in that moment would end the
 * process with an unhandled `error` event, so each new connection gets a listener from the start.
 */
export const surviveLostConnections = (dataSource: DataSource): void => {
  const { master } = dataSource.driver as { master?: Pool };
  master?.on('connect', (client) => client.on('error', () => undefined));
};

export interface DedicatedOptions {
  readonly config: ClientConfig;
  readonly name: string;
  /** Runs on every new connection before anything else may use it. */
  readonly onUp?: (query: Query) => Promise<void>;
  /** The connection is gone, and with it its session locks and listens. */
  readonly onDown?: () => void;
  readonly onNotification?: (channel: string) => void;
}

export type Query = <Row extends QueryResultRow>(
  query: string | Statement,
  values?: unknown[],
) => Promise<QueryResult<Row>>;

const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 5_000;
/** For a server that no longer answers at all. */
const LIMITS = { connectionTimeoutMillis: 5_000, query_timeout: 60_000 };
/** For connections that run the same few statements: plan each once, by index, whatever the statistics of the moment say. */
export const PLAN_ONCE = '-c enable_seqscan=off -c enable_bitmapscan=off -c plan_cache_mode=force_generic_plan';
/** Lets the server notice within seconds that our host is gone, so that its session locks come free. */
const KEEPALIVE = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/** One connection that is never lent, queries in turn, is had only of a server that takes writes, and comes back by itself after it was lost. */
export class DedicatedConnection {
  private client: ServiceClient | undefined;
  private opening: Promise<ServiceClient> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private closed = false;

  constructor(private readonly options: DedicatedOptions) {}

  get isUp(): boolean {
    return this.client !== undefined;
  }

  /** Opens in the background and keeps trying until {@link close}. */
  start(): void {
    if (this.closed) return;
    this.connected().catch(() => this.retryLater());
  }

  /** Runs after all earlier queries of this connection. Opens it when needed; rejects when that fails. */
  query<Row extends QueryResultRow>(text: string | Statement, values?: unknown[]): Promise<QueryResult<Row>> {
    return this.exclusively((query) => query<Row>(text, values));
  }

  /** Several queries with nothing in between. */
  exclusively<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const result = this.turn.then(async () => {
      const client = await this.connected();
      try {
        return await work((text, values) => client.query(queryConfig(text, values)));
      } catch (error) {
        // The answer may still come, to another question.
        if (error instanceof Error && error.message === 'Query read timeout') this.lost(client);
        throw error;
      } finally {
        if (client.isSpent) this.lost(client);
      }
    });
    this.turn = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retryTimer);
    const client = this.client ?? (await this.opening?.catch(() => undefined));
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private connected(): Promise<ServiceClient> {
    if (this.client) return Promise.resolve(this.client);
    if (this.closed) return Promise.reject(new Error('Connection terminated: closed'));
    this.opening ??= this.open().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async open(): Promise<ServiceClient> {
    const { config, name, onUp, onNotification } = this.options;
    const options = [config.options, RELIED_ON, KEEPALIVE].filter(Boolean).join(' ');
    const client = new ServiceClient({ ...LIMITS, ...config, options, application_name: name, keepAlive: true });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel }) => onNotification?.(channel));
    try {
      await client.connect();
      if (client.isReadOnly) throw new ReadOnlyServer();
      await onUp?.((text, values) => client.query(queryConfig(text, values)));
      if (this.closed) throw new Error('Connection terminated: closed');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.retryMs = FIRST_RETRY_MS;
    return client;
  }

  private lost(client: ServiceClient): void {
    if (this.client !== client) return;
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.options.onDown?.();
    this.retryLater();
  }

  private retryLater(): void {
    if (this.closed) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.start(), Math.random() * this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
  }
}
