import { closeSync, fdatasyncSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { median } from './statistics';

/** Median milliseconds to bring an 8 kB page to the disk, where the databases of the benchmarks lie. */
const flushMs = (): number => {
  const file = join(tmpdir(), `throughcare-flush-${process.pid}`);
  const descriptor = openSync(file, 'w');
  const page = Buffer.alloc(8192, 7);
  const times = Array.from({ length: 200 }, () => {
    writeSync(descriptor, page, 0, page.length, 0);
    const before = performance.now();
    fdatasyncSync(descriptor);
    return performance.now() - before;
  });
  closeSync(descriptor);
  rmSync(file);
  return median(times);
};

export interface Machine {
  readonly cores: number;
  readonly model: string;
  readonly node: string;
  readonly postgres: string;
  readonly flushMs: number;
  /** Others at work, one minute before. */
  readonly load: number;
}

export const describeMachine = async (url: string): Promise<Machine> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  await client.end();
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown',
    node: process.versions.node,
    postgres: rows[0]?.server_version ?? 'unknown',
    flushMs: Math.round(flushMs() * 1000) / 1000,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
};

/** 16 MB each: more than a round of a minute writes. */
const LOG_FILES = 64;

/** For {@link makeLogFiles}: keeps the files that it makes. */
export const KEEP_LOG_FILES = ['-c', `min_wal_size=${LOG_FILES * 16}MB`];

/**
 * Makes the files of the server's write-ahead log. A server that has run for a while writes into files that it has already;
 * a new one makes each when it comes to it, and every commit waits for that, 20 to 40 ms at a time.
 */
export const makeLogFiles = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (let file = 0; file < LOG_FILES; file += 1) {
    await client.query('select pg_logical_emit_message(false, $1, $1)', ['bench']);
    await client.query('select pg_switch_wal()');
  }
  await client.query('checkpoint');
  await client.end();
};

/** Clock ticks of /proc are 10 ms on every Linux that Node runs on. */
const TICK_MS = 10;

/**
 * Milliseconds of processor time that PostgreSQL has used so far, its sessions included. 0 where there is no /proc. On a
 * machine shared with others this says more than the clock on the wall.
 */
export const serverCpuMs = (server: number): number => {
  if (process.platform !== 'linux') return 0;
  const statOf = (pid: string): string[] => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
    } catch {
      return [];
    }
  };
  const ticks = (fields: readonly string[], from: number, to: number) =>
    fields.slice(from, to).reduce((sum, field) => sum + Number(field), 0);
  const own = statOf(String(server));
  const sessions = readdirSync('/proc', { encoding: 'utf8' })
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((fields) => fields[1] === String(server));
  return (ticks(own, 11, 15) + sessions.reduce((sum, fields) => sum + ticks(fields, 11, 13), 0)) * TICK_MS;
};
