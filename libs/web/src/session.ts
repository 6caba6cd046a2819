import pgStore from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import { Pool } from 'pg';
import { RELIED_ON } from '@throughcare/base/database-session';
import { startAnewWhileDatabaseIsDown } from '@throughcare/platform/database/start-anew';
import { logger } from '@throughcare/platform/logging';
import type { WebConfig } from './config';
import { sealStore } from './sealed-store';

/** Who is signed in, with the token that is passed on to the services. */
export interface SignedIn {
  readonly username: string;
  readonly name: string;
  readonly authorities: readonly string[];
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly signedInAt: number;
}

/** Told once, on the next page. */
export interface Notice {
  readonly kind: 'success' | 'important';
  readonly text: string;
}

declare module 'express-session' {
  interface SessionData {
    user: SignedIn;
    notice: Notice;
    /** What somebody typed and must not stand in an address, latest last. */
    kept: { readonly id: string; readonly kind: string; readonly value: unknown }[];
  }
}

const IDLE_MS = 60 * 60_000;
const TABLE = `
select pg_advisory_xact_lock(7264310021);
create table if not exists web_session (sid text primary key, sess json not null, expire timestamptz not null);
create index if not exists web_session_expire on web_session (expire);`;

export interface Sessions {
  readonly handler: RequestHandler;
  /** Rejects when the database does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Sessions in PostgreSQL, named by a signed cookie that scripts cannot read. They end an hour after the last page. Waits while the database is away. */
export const openSessions = async (config: WebConfig, name: string): Promise<Sessions> => {
  const log = logger('sessions');
  const pool = new Pool({ connectionString: config.DATABASE_URL, options: RELIED_ON, max: 5, application_name: name });
  pool.on('error', (err) => log.warn({ err }, 'idle database connection lost'));
  await startAnewWhileDatabaseIsDown(() => pool.query(TABLE), log);
  const Store = pgStore(session);
  const store = new Store({
    pool,
    tableName: 'web_session',
    errorLog: () => log.warn('sessions could not be tidied'),
  });
  const secure = config.BASE_URL.startsWith('https:');
  const handler = session({
    store: sealStore(store, config.SESSION_SECRET),
    name: `${secure ? '__Host-' : ''}throughcare-${name}`,
    secret: config.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: IDLE_MS, path: '/' },
  });
  return {
    handler,
    check: async () => void (await pool.query('select 1')),
    close: async () => {
      store.close();
      await pool.end();
    },
  };
};
