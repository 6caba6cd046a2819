export { createLogger } from './logging/logger';
export type { LogOptions } from './logging/logger';
export { errorFacts, maskText, maskValue, personMark } from './logging/mask';
export { configureLogging, logger, NestLog } from './logging/root';
export type { Log } from './logging/root';
