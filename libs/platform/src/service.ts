import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceConfig } from './config';
import { pending } from './pending';

export interface ServiceOptions {
  /** `booking`: in logs, traces, `/info` and the name of database connections. */
  readonly name: string;
  /** What `loadConfig` gave; injectable as CONFIG. */
  readonly config: ServiceConfig;
}

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly url: string;
  close(): Promise<void>;
}

/** The application as it runs in production, not listening and not consuming yet. */
export const createApp = (_module: Type, _options: ServiceOptions): Promise<NestFastifyApplication> => pending();

/** Starts consumers and HTTP, says so, and stops cleanly on SIGTERM and SIGINT. */
export const startService = (_module: Type, _options: ServiceOptions): Promise<RunningService> => pending();

/** Lets one route take bodies up to `bytes` instead of 256 kB. */
export const BodyLimit =
  (_bytes: number): MethodDecorator =>
  () =>
    undefined;
