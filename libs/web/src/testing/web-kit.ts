import type { Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import session from 'express-session';
import { newHttpServer } from '@throughcare/platform/http-listener';
import { listenOnLoopback } from '@throughcare/platform/testing/loopback';
import { clock } from '@throughcare/base/clock';
import type { WebConfig } from '../config';
import type { SignedIn } from '../session';
import { type WebAppOptions, createWebApp } from '../web-app';

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
  close(): Promise<void>;
}

/** A web application as it runs, but for sign-in and the database: everybody is `user`, and sessions are in memory. */
export const startWeb = async (
  options: Pick<WebAppOptions, 'pages'> & Partial<WebAppOptions>,
  templates: Readonly<Record<string, string>> = {},
): Promise<WebUnderTest> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughcare-web-'));
  for (const [name, source] of Object.entries(templates)) writeFileSync(join(folder, name), source);
  const under = { url: '', user: aUser(), close: () => Promise.resolve() };
  const handler = express.Router();
  handler.use(session({ secret: 'test', resave: false, saveUninitialized: false }));
  handler.use((request, _response, next) => {
    request.session.user = under.user;
    next();
  });
  const sessions = { handler, check: () => Promise.resolve(), close: () => Promise.resolve() };
  const server: Server = newHttpServer(createWebApp({ areas: [], ...options, config, sessions, views: [folder] }));
  under.url = await listenOnLoopback(server);
  under.close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  };
  return under;
};
