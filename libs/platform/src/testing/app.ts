import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { loadConfig, serviceConfig } from '../config';
import type { Environment, ServiceConfig } from '../config';
import { DATABASE_OPTIONS } from '../database/database.module';
import type { DatabaseOptions } from '../database/database.module';
import { runApp } from '../service/start-service';
import { AccessWatch } from './access-watch';
import { testDatabase } from './database';
import type { TestDatabase } from './database';
import { TestIssuer } from './issuer';
import { TestRequest } from './request';

export interface TestApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** The application's own data source. */
  readonly db: DataSource;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  readonly request: TestRequest;
  /** What it serves, and what it answered without asking what its routes declare. */
  readonly access: AccessWatch;
  /** A request as this user: `(await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] })).get('/…')`. */
  as(claims: Parameters<TestIssuer['token']>[0]): Promise<TestRequest>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Default: the schema's name. */
  readonly name?: string;
  /** The service's schema, when it reads more variables than the common ones. */
  readonly config?: z.ZodObject;
  /** False: event handlers and relay stay off. */
  readonly events?: boolean;
  /** What is there already, and the test ends itself. Default: fresh ones. */
  readonly on?: Pick<TestApp, 'database' | 'issuer'>;
}

/** Harmless values: addresses at which nobody answers. */
const NOBODY = 'http://127.0.0.1:2';
const defaults = {
  PORT: '0',
  BACKGROUND: 'off',
  LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  GATEWAY_URL: NOBODY,
  REFERRAL_URL: NOBODY,
  ASSESSMENT_URL: NOBODY,
  BOOKING_URL: NOBODY,
  PUBLIC_API_URL: 'http://127.0.0.1:8080',
  PUBLIC_UI_URL: 'http://127.0.0.1:8081',
};

const isDynamic = (module: unknown): module is DynamicModule =>
  typeof module === 'object' && module !== null && 'module' in module;

/** What the AppModule gives to `DatabaseModule.forRoot`, wherever in its imports that is. */
const databaseOptionsOf = (module: unknown): DatabaseOptions | undefined => {
  const own = isDynamic(module) ? module : undefined;
  const provider = own?.providers?.find(
    (candidate) => 'provide' in candidate && candidate.provide === DATABASE_OPTIONS && 'useValue' in candidate,
  );
  if (provider && 'useValue' in provider) return provider.useValue as DatabaseOptions;
  const type = own?.module ?? module;
  const imports = [
    ...(own?.imports ?? []),
    ...(typeof type === 'function' ? ((Reflect.getMetadata('imports', type) as unknown[] | undefined) ?? []) : []),
  ];
  for (const imported of imports) {
    const found = databaseOptionsOf(imported);
    if (found) return found;
  }
  return undefined;
};

/**
 * The real application over HTTP on a fresh database (as its `DatabaseModule.forRoot` says), with a token issuer of its own.
 * `env` overrides harmless defaults. Event handlers run unless `events` is false.
 */
export const startTestApp = async (
  appModule: Type,
  env: Environment = {},
  options: TestAppOptions = {},
): Promise<TestApp> => {
  const databaseOptions = databaseOptionsOf(appModule);
  if (!databaseOptions) throw new Error(`${appModule.name} does not import DatabaseModule.forRoot`);
  const [database, issuer] = options.on
    ? [options.on.database, options.on.issuer]
    : await Promise.all([testDatabase(databaseOptions), TestIssuer.start()]);
  const addresses = { DATABASE_URL: database.url, AUTH_ISSUER: issuer.issuer, AUTH_JWKS_URL: issuer.jwksUrl };
  const schema = options.config ?? z.object(serviceConfig);
  const config = loadConfig(schema, { ...defaults, ...addresses, ...env }) as ServiceConfig;
  const release = async () => {
    if (options.on) return;
    await issuer.close();
    await database.drop();
  };
  const access = new AccessWatch();
  const service = await runApp(
    appModule,
    { name: options.name ?? databaseOptions.schema, config, strictReplies: true },
    { events: options.events ?? true, prepare: (app) => access.watch(app) },
  ).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  const request = new TestRequest(service.url);
  return {
    url: service.url,
    app: service.app,
    db: service.app.get(DataSource),
    database,
    issuer,
    request,
    access,
    as: async (claims) => request.as(await issuer.token(claims)),
    close: async () => {
      await service.close();
      await release();
      access.check();
    },
  };
};
