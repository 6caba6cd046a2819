import { Client, type ClientConfig, type Pool, type PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { memberOf } from '@throughcare/base/error-facts';
import { isStalePlan } from '@throughcare/base/stale-plan';

/** PostgreSQL tells both at the start of a session and whenever they change. */
const READ_ONLY = ['default_transaction_read_only', 'in_hot_standby'];
/** The server takes no writes, or ends the session. */
const SPENT_SQL = /^(25006|57P0.)$/;
const FATAL = /^(FATAL|PANIC)$/;

const spends = (error: unknown): boolean =>
  SPENT_SQL.test(String(memberOf(error, 'code'))) ||
  FATAL.test(String(memberOf(error, 'severity'))) ||
  isStalePlan(error);

/** A session that knows when it is of no more use: its like is to be opened anew, which after a failover finds the new primary. */
export class ServiceClient extends Client {
  private readonly readOnlyBy = new Set<unknown>();
  private hasFailed = false;

  constructor(config?: string | ClientConfig) {
    super(config);
    this.connection.on('parameterStatus', (told: { parameterName: string; parameterValue: string }) => {
      if (!READ_ONLY.includes(told.parameterName)) return;
      if (told.parameterValue === 'on') this.readOnlyBy.add(told.parameterName);
      else this.readOnlyBy.delete(told.parameterName);
    });
    // Whoever asked, and however the error is wrapped or caught afterwards.
    this.connection.on('errorMessage', (error: unknown) => (this.hasFailed ||= spends(error)));
  }

  /** The server takes no writes: a standby, or somebody has set it so. */
  get isReadOnly(): boolean {
    return this.readOnlyBy.size > 0;
  }

  get isSpent(): boolean {
    return this.hasFailed || this.isReadOnly;
  }
}

/** Refuses what a server that only reads would refuse later, or would answer with what is long past. */
export class ReadOnlyServer extends Error {
  readonly code = '25006';
  constructor() {
    super('READ_ONLY_SERVER');
    this.name = 'ReadOnlyServer';
  }
}

/** A pool of {@link ServiceClient}s lends no spent one again. While the server only reads, each is used once. */
export const dropSpentConnections = (dataSource: DataSource): void => {
  const { master } = dataSource.driver as { master?: Pool };
  master?.on('release', (_error, client: PoolClient) => {
    if (client instanceof ServiceClient && client.isSpent) void client.end();
  });
};
