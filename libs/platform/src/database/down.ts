import { asError } from '../error-like';
import type { ErrorLike } from '../error-like';

const DOWN_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '53300', // too_many_connections
]);

/** `pg` says these without a code. */
const DOWN_TEXTS =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed|Driver not Connected|Cannot use a pool after)/i;

/** TypeORM's words for a connection that was lost under a transaction. */
const LOST = /^(QueryRunner(Provider)?AlreadyReleased|CannotExecuteNotConnected|TransactionNotStarted)Error$/;

/** The server ends the connection with what it calls fatal. */
const isFatal = (error: ErrorLike): boolean => {
  const { severity, driverError } = error as { severity?: unknown; driverError?: { severity?: unknown } };
  return (driverError?.severity ?? severity) === 'FATAL';
};

const codeOf = (error: unknown): string | undefined => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
};

/** SQLSTATE of an error that came from PostgreSQL, wrapped by TypeORM or not. */
export const sqlStateOf = (error: unknown): string | undefined => {
  const code = asError(error) && codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : undefined;
};

/** True when the database cannot be reached or went away: the same request may succeed later. */
export const isDatabaseDown = (value: unknown): boolean => {
  const error = asError(value);
  if (!error) return false;
  if (Array.isArray(error.errors)) return error.errors.some(isDatabaseDown);
  const code = codeOf(error);
  if (code !== undefined && (DOWN_CODES.has(code) || code.startsWith('08'))) return true;
  return isFatal(error) || DOWN_TEXTS.test(error.message) || LOST.test(error.name);
};

/** True when the server is there and says no to who we are or what we ask for: waiting does not help. */
export const isLoginRefused = (error: unknown): boolean => /^(28|3D|3F|42)/.test(sqlStateOf(error) ?? '');
