import { logger } from '../logging';

const log = logger('shutdown');

export interface Stoppable {
  /** Readiness goes down; nothing is refused yet. */
  announce(): void;
  /** Stops intake, drains, closes. */
  close(): Promise<void>;
}

export interface ShutdownOptions {
  /** After this the process exits with 1, whatever still runs. Default 20 s. */
  readonly deadlineMs?: number;
  readonly exit?: (code: number) => void;
}

/**
 * First SIGTERM or SIGINT: readiness down, intake stopped, drained, closed, exit 0; exit 1 when the deadline passes first.
 * Second signal: exit 1 at once. An error nobody caught is logged (masked) and ends the process the same way with 1.
 * Answers with a function that takes the handlers away again.
 */
export const stopOnSignals = (service: Stoppable, options: ShutdownOptions = {}): (() => void) => {
  const { deadlineMs = 20_000, exit = (code: number) => process.exit(code) } = options;
  let stopping = false;
  const stop = (reason: string, code: number): void => {
    if (stopping) {
      log.warn({ signal: reason }, 'stopping at once');
      exit(1);
      return;
    }
    stopping = true;
    log.info({ signal: reason }, 'stopping');
    service.announce();
    const deadline = setTimeout(() => {
      log.error({ deadlineMs }, 'did not stop in time');
      exit(1);
    }, deadlineMs);
    service
      .close()
      .then(() => code)
      .catch((err: unknown) => {
        log.error({ err }, 'did not stop cleanly');
        return 1;
      })
      .then((result) => {
        clearTimeout(deadline);
        exit(result);
      })
      .catch(() => undefined);
  };
  const onSignal = (signal: string) => stop(signal, 0);
  const onError = (err: unknown) => {
    log.fatal({ err }, 'an error that nobody caught');
    stop('error', 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, onSignal);
  for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, onError);
  return () => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.off(signal, onSignal);
    for (const event of ['uncaughtException', 'unhandledRejection']) process.off(event, onError);
  };
};
