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

const codeOf = (error: unknown): string | undefined => {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
};

/** SQLSTATE of an error that came from PostgreSQL, wrapped by TypeORM or not. */
export const sqlStateOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : undefined;
};

/** True when the database cannot be reached or went away: the same request may succeed later. */
export const isDatabaseDown = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.some(isDatabaseDown);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code !== undefined && (DOWN_CODES.has(code) || code.startsWith('08'))) return true;
  return (
    DOWN_TEXTS.test(error.message) ||
    error.name === 'QueryRunnerAlreadyReleasedError' ||
    error.name === 'CannotExecuteNotConnectedError'
  );
};
