import { newHttpServer } from '@throughcare/platform/http-listener';
import { configureLogging, logger } from '@throughcare/platform/logging';
import { stopOnSignals } from '@throughcare/platform/service/shutdown';
import type { WebConfig } from './config';
import { openSessions } from './session/session';
import { type WebAppOptions, createWebApp } from './web-app';

type ServeOptions = Omit<WebAppOptions, 'sessions' | 'config'> & {
  readonly name: string;
  readonly config: WebConfig;
};

/** Serves until SIGTERM or SIGINT; `{ ready: true }` to a parent process. A start that fails is logged and exits with 1. */
export const serveWebApp = async ({ name, ...options }: ServeOptions): Promise<void> => {
  const { config } = options;
  configureLogging({ name, level: config.LOG_LEVEL });
  const log = logger('service');
  try {
    const sessions = await openSessions(config, name);
    const server = newHttpServer(createWebApp({ ...options, sessions }));
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(config.PORT, config.HOST, resolve),
    );
    const close = async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await sessions.close();
    };
    stopOnSignals({ announce: () => undefined, close });
    log.info({ port: config.PORT, version: process.env['BUILD_NUMBER'] ?? 'local' }, 'ready');
    process.send?.({ ready: true });
  } catch (err) {
    log.fatal({ err }, 'could not start');
    process.exit(1);
  }
};
