export { createLogger } from './logger';
export type { LogOptions } from './logger';
export { errorFacts, maskText, maskValue, personMark } from './mask';
export { configureLogging, logger, NestLog } from './root';
export type { Log } from './root';
