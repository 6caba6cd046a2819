import type { Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { Pool } from 'pg';
import { newHttpServer } from '@throughcare/platform/http-listener';
import { listenOnLoopback } from '@throughcare/platform/testing/loopback';
import { clock } from '@throughcare/base/clock';
import type { WebConfig } from '../config';
import { sealer } from '../session/sealer';
import { type SignedIn, openSessions } from '../session/session';
import { type WebAppOptions, createWebApp } from '../web-app';
import { webDatabase } from './web-database';

const HOUR_MS = 3_600_000;

/** Somebody signed in for an hour. */
export const aUser = (over: Partial<SignedIn> = {}): SignedIn => ({
  username: 'CAST_01',
  name: 'Staffan Worker',
  authorities: ['ROLE_A'],
  accessToken: 'token',
  expiresAt: clock.now().getTime() + HOUR_MS,
  signedInAt: clock.now().getTime(),
  ...over,
});

const config = {
  PORT: 0,
  HOST: '127.0.0.1',
  BASE_URL: 'http://127.0.0.1:1',
  DATABASE_URL: 'postgres://none/none',
  SESSION_SECRET: 'a secret of the tests alone, long enough',
  LOG_LEVEL: 'silent',
  AUTH_ISSUER: 'http://auth.test/auth/issuer',
  AUTH_TOKEN_URL: 'http://auth.test/auth/oauth/token',
  AUTH_CLIENT_ID: 'web',
  AUTH_CLIENT_SECRET: 'secret',
} as const satisfies WebConfig;

export interface WebUnderTest {
  readonly url: string;
  /** Who everybody is; changed while it runs. */
  user: SignedIn;
  /** What a sealed row holds. */
  open(sealed: string): string | undefined;
  /** Of its own database. */
  sql<T>(query: string): Promise<T[]>;
  close(): Promise<void>;
}

/** A web application as it runs, but for sign-in: everybody is `user`. */
export const startWeb = async (
  options: Pick<WebAppOptions, 'pages'> & Partial<WebAppOptions>,
  templates: Readonly<Record<string, string>> = {},
): Promise<WebUnderTest> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-web-'));
  for (const [name, source] of Object.entries(templates)) writeFileSync(join(folder, name), source);
  const database = await webDatabase();
  const pool = new Pool({ connectionString: database.url });
  const sql = async <T>(query: string) => (await pool.query(query)).rows as T[];
  const under = {
    url: '',
    user: aUser(),
    open: sealer(config.SESSION_SECRET).open,
    sql,
    close: () => Promise.resolve(),
  };
  const stored = await openSessions({ ...config, DATABASE_URL: database.url }, 'web');
  const handler = express.Router();
  handler.use(stored.handler, (request, _response, next) => {
    request.session.user = under.user;
    next();
  });
  const sessions = { ...stored, handler };
  const server: Server = newHttpServer(createWebApp({ areas: [], ...options, config, sessions, views: [folder] }));
  under.url = await listenOnLoopback(server);
  under.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
    await stored.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  };
  return under;
};
