import { isRefusal, saysAway } from '@throughcare/base/away.rules';
import { asError } from '@throughcare/base/error-like';

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
  const { driverError } = error as { driverError?: unknown };
  return saysAway(error) || (typeof driverError === 'object' && driverError !== null && saysAway(driverError));
};

/** True when the server is there and says no to who we are or what we ask for: waiting does not help. */
export const isLoginRefused = (error: unknown): boolean => isRefusal(sqlStateOf(error) ?? '');
