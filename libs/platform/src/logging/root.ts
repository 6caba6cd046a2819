import type { LoggerService } from '@nestjs/common';
import { createLogger } from './logger';
import { isError } from './mask';
import type { LevelLog, LogOptions } from './logger';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';
type Write = (members: object | string, text?: string) => void;

/** `log.info({ bookingId }, 'booking confirmed')`: facts as members, the text constant. */
export type Log = Readonly<Record<Level, Write>>;

let root: LevelLog = createLogger({ name: 'throughcare', level: process.env['LOG_LEVEL'] ?? 'info' });

/** Sets the process's logger; `createApp` does. Loggers that modules already hold follow. */
export const configureLogging = (options: LogOptions): void => {
  root = createLogger(options);
};

/** A log of one component. Ids of people, names, bodies, tokens, queries and texts of errors that quote input are masked. */
export const logger = (component: string): Log => {
  const write =
    (level: Level): Write =>
    (members, text) => {
      if (typeof members === 'string') root[level]({ component }, members);
      else root[level]({ component, ...members }, text);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
  };
};

/** Who in Nest says at each start what it does. */
const CHATTER: ReadonlySet<string> = new Set([
  'InjectorLogger',
  'InstanceLoader',
  'MiddlewareModule',
  'NestApplication',
  'NestFactory',
  'NestMicroservice',
  'PackageLoader',
  'RouterExplorer',
  'RoutesResolver',
  'ServerTCP',
  'nest',
]);

const componentOf = (rest: readonly unknown[]): string => rest.findLast((item) => typeof item === 'string') ?? 'nest';

/** What is said by Nest's logger, by Nest and by libraries of ours, on the same log, with the facts that follow a text as members. */
export class NestLog implements LoggerService {
  private readonly write = (level: Level, message: unknown, rest: readonly unknown[]): void => {
    const component = componentOf(rest);
    const text = typeof message === 'string' ? message : '';
    const facts = rest.find((item): item is object => typeof item === 'object' && item !== null);
    root[level]({ component, ...(facts && !isError(facts) && facts), ...(isError(message) && { err: message }) }, text);
  };
  log(message: unknown, ...rest: unknown[]): void {
    this.write(CHATTER.has(componentOf(rest)) ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }
}
