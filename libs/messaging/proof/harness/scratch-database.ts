import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { RELIED_ON } from '@throughcare/base/database-session';
import { DataSource } from 'typeorm';
import { schemaOf } from '#src/database/names';
import { messagingTables } from '#src/database/schema';
import { dropSpentConnections, ServiceClient } from '#src/database/service-client';

export interface ScratchDatabase {
  readonly url: string;
  /** A data source for one service, as superuser unless a role is named; closed by {@link ScratchDatabase.drop}. */
  open(source: string, poolSize?: number, role?: string): Promise<DataSource>;
  /** One statement as superuser. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

const atServer = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A fresh database with the messaging tables of these services. Needs a server: `TEST_POSTGRES_URL` in Jest. */
export const scratchDatabase = async (
  sources: readonly string[],
  serverUrl = process.env.TEST_POSTGRES_URL ?? '',
  extraSql = '',
): Promise<ScratchDatabase> => {
  const name = `messaging_${randomUUID().replaceAll('-', '')}`;
  await atServer(serverUrl, (client) => client.query(`create database ${name}`));
  const address = new URL(serverUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  await atServer(url, async (client) => {
    for (const source of sources) {
      await client.query(`create schema ${schemaOf(source)}; ${messagingTables(schemaOf(source))}`);
    }
    if (extraSql) await client.query(extraSql);
  });
  const opened: DataSource[] = [];
  return {
    url,
    open: async (source, poolSize = 10, role) => {
      const extra = {
        Client: ServiceClient,
        options: `-c search_path=${schemaOf(source)} ${RELIED_ON}`,
        pipeline: true,
      };
      const own = new URL(url);
      if (role !== undefined) own.username = role;
      const dataSource = new DataSource({ type: 'postgres', url: own.href, poolSize, extra });
      opened.push(await dataSource.initialize());
      dropSpentConnections(dataSource);
      return dataSource;
    },
    query: (text, values) =>
      atServer(url, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows),
    drop: async () => {
      for (const each of opened) if (each.isInitialized) await each.destroy();
      await atServer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
};
