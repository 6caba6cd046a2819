import { type Request, type RequestHandler, Router as newRouter } from 'express';
import session from 'express-session';
import { Pool } from 'pg';
import { RELIED_ON } from '@throughcare/base/database-session';
import { startAnewWhileDatabaseIsDown } from '@throughcare/platform/database/start-anew';
import { logger } from '@throughcare/platform/logging';
import type { WebConfig } from '../config';
import { type Kept, keptIn } from './kept';
import { SessionStore } from './session-store';

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

/** Told once, on the page that somebody is led to. */
export interface Notice {
  readonly kind: 'success' | 'important';
  readonly text: string;
}

declare module 'express-session' {
  interface SessionData {
    user: SignedIn;
    /** By the path of the page that says it. */
    notices: Readonly<Record<string, Notice>>;
  }
}

declare module 'express-serve-static-core' {
  interface Request {
    /** What is kept for this session. */
    kept: Kept;
  }
}

/** Before the answer: express-session stores what has changed only at its end. */
export const storeSession = ({ session: current }: Pick<Request, 'session'>): Promise<void> =>
  new Promise((resolve, reject) => current.save((error) => (error ? reject(error as Error) : resolve())));

const IDLE_MS = 60 * 60_000;
const TABLE = `
select pg_advisory_xact_lock(7264310021);
create table if not exists web_session (sid text primary key, sess json not null, expire timestamptz not null);
create index if not exists web_session_expire on web_session (expire);
create table if not exists web_kept (
  sid text not null references web_session on delete cascade,
  kind text not null,
  id text not null,
  sealed text not null,
  kept_at timestamptz not null,
  expire timestamptz not null,
  primary key (sid, kind, id));
create index if not exists web_kept_expire on web_kept (expire);`;

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
  const store = new SessionStore(pool, config.SESSION_SECRET);
  const keptOf = keptIn(pool, config.SESSION_SECRET);
  const secure = config.BASE_URL.startsWith('https:');
  const handler = newRouter();
  handler.use(
    session({
      store,
      name: `${secure ? '__Host-' : ''}throughcare-${name}`,
      secret: config.SESSION_SECRET,
      resave: false,
      saveUninitialized: false,
      rolling: true,
      cookie: { httpOnly: true, sameSite: 'lax', secure, maxAge: IDLE_MS, path: '/' },
    }),
    (request, _response, next) => {
      request.kept = keptOf(request.sessionID);
      next();
    },
  );
  return {
    handler,
    check: async () => void (await pool.query('select 1')),
    close: async () => {
      store.close();
      await pool.end();
    },
  };
};
