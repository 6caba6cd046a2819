import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { startAnewWhileDatabaseIsDown } from '../database/start-anew';
import { logger } from '../logging';
import { provided } from '../provided';
import { stopTelemetry } from '../telemetry';
import { createApp } from './create-app';
import type { ServiceOptions } from './create-app';
import { Lifecycle } from '../health/lifecycle';
import { stopOnSignals } from './shutdown';

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Readiness down, intake stopped, drained, closed. */
  close(): Promise<void>;
}

interface RunOptions {
  /** False: no consumers, no relay. */
  readonly events?: boolean;
  /** Runs before it listens. */
  readonly prepare?: (app: NestFastifyApplication) => void;
}

/** Stops intake, drains HTTP and consumers, then closes the database: the order of Nest's own hooks does not promise that. */
export const closeApp = async (app: NestFastifyApplication): Promise<void> => {
  const dataSource = provided(app, DataSource);
  // A connection whose last answer is out would be kept alive, and would keep us waiting.
  const server = app.getHttpServer();
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    if (dataSource?.isInitialized) await dataSource.destroy();
  }
};

const startOnce = async (
  appModule: Type,
  options: ServiceOptions,
  { events = true, prepare }: RunOptions,
): Promise<RunningService> => {
  const app = await createApp(appModule, options);
  prepare?.(app);
  const lifecycle = app.get(Lifecycle);
  try {
    await app.listen(options.config.PORT, options.config.HOST);
    if (events) await app.startAllMicroservices();
  } catch (error) {
    await closeApp(app).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  lifecycle.started();
  const close = async () => {
    lifecycle.stopping();
    await closeApp(app);
  };
  return { app, url: await app.getUrl(), close };
};

/** Starts HTTP, then the consumers; begins anew while the database is away. For tests: no signal handlers, no word to a parent. */
export const runApp = (appModule: Type, options: ServiceOptions, how: RunOptions = {}): Promise<RunningService> =>
  startAnewWhileDatabaseIsDown(() => startOnce(appModule, options, how), logger('service'));

/**
 * Starts a service: consumers and HTTP on HOST and PORT, one log line when ready, `{ ready: true }` to a parent process.
 * Stops on SIGTERM and SIGINT (`stopOnSignals`). A start that fails is logged and exits with 1; one whose database is away begins anew.
 */
export const startService = async (appModule: Type, options: ServiceOptions): Promise<RunningService> => {
  const log = logger('service');
  try {
    const service = await runApp(appModule, options);
    const lifecycle = service.app.get(Lifecycle);
    const close = async () => {
      await service.close();
      await stopTelemetry();
    };
    stopOnSignals({ announce: () => lifecycle.stopping(), close });
    log.info({ port: Number(new URL(service.url).port), version: process.env['BUILD_NUMBER'] ?? 'local' }, 'ready');
    process.send?.({ ready: true });
    return { ...service, close };
  } catch (err) {
    log.fatal({ err }, 'could not start');
    return process.exit(1);
  }
};
