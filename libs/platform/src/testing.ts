import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { Environment } from './config';
import type { EntityClass, MigrationClass } from './database';
import { pending } from './pending';
import type { Person } from './people';
import type { StaffMember } from './staff';

export interface TestDatabase {
  /** With the service's own role: what the application gets. */
  readonly url: string;
  /** As superuser, for setting up what the service may not do. */
  readonly adminUrl: string;
  readonly schema: string;
  drop(): Promise<void>;
}

/** A fresh database cloned from a template that has these migrations. Needs TEST_POSTGRES_URL (Jest's global setup). */
export const testDatabase = (_o: {
  schema: string;
  migrations: readonly MigrationClass[];
  entities?: readonly EntityClass[];
}): Promise<TestDatabase> => pending();

export interface TestClaims {
  readonly username?: string;
  readonly authorities?: readonly string[] | string;
  readonly authSource?: string;
  readonly userId?: string;
  readonly name?: string;
  readonly clientId?: string;
  /** Seconds from now; negative for a token that has expired. Default 1200. */
  readonly expiresIn?: number;
  /** Further or overriding claims. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Signs tokens with a key of its own and serves its JWKS on loopback. */
export class TestIssuer {
  readonly issuer: string = '';
  readonly jwksUrl: string = '';
  static start(): Promise<TestIssuer> {
    return pending();
  }
  token(_claims?: TestClaims): Promise<string> {
    return pending();
  }
  close(): Promise<void> {
    return pending();
  }
}

/** A gateway for tests of other services: `/profile/v2` by the token's user, `/people/summaries`. */
export class StandInGateway {
  readonly url: string = '';
  readonly staff: Map<string, StaffMember> = new Map();
  readonly people: Map<string, Person> = new Map();
  static start(): Promise<StandInGateway> {
    return pending();
  }
  close(): Promise<void> {
    return pending();
  }
}

export interface TestResponse<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** JSON over HTTP, errors not thrown: `await api.as(token).post('/cas3/applications', {...})`. */
export interface TestRequest {
  as(token: string): TestRequest;
  with(headers: Readonly<Record<string, string>>): TestRequest;
  get<T = unknown>(path: string): Promise<TestResponse<T>>;
  post<T = unknown>(path: string, body?: unknown): Promise<TestResponse<T>>;
  put<T = unknown>(path: string, body?: unknown): Promise<TestResponse<T>>;
  patch<T = unknown>(path: string, body?: unknown): Promise<TestResponse<T>>;
  delete<T = unknown>(path: string, body?: unknown): Promise<TestResponse<T>>;
}

export interface TestApp {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** The application's own data source. */
  readonly db: DataSource;
  readonly issuer: TestIssuer;
  readonly request: TestRequest;
  close(): Promise<void>;
}

/**
 * The real application on a fresh database (from the AppModule's `DatabaseModule.forRoot`), with a token issuer of its own unless `env` names one.
 * `env` overrides harmless defaults; `config` is the service's schema when it has variables of its own; consumers run unless `events` is false.
 */
export const startTestApp = (
  _module: Type,
  _env?: Environment,
  _options?: { name?: string; config?: z.ZodObject; events?: boolean },
): Promise<TestApp> => pending();
