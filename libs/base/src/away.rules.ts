import { memberOf } from './error-facts';

/**
 * The one list of what "away" looks like: something we need cannot be reached, is overloaded, or went down, so that the same call may
 * succeed later. Consumers wait for it, requests get 503, starts begin anew.
 */

/** SQLSTATE of a server that is away, full, broken or goes down, of one that only reads since a failover, and of time-outs of sessions. */
const SQL_AWAY = /^((08|53|58)...|57P0.|25006|25P03|25P04)$/;
/** The session or the server ended, whatever the code says. Without translation: severity is a word in the language of the server. */
const FATAL = /^(FATAL|PANIC)$/;

/** Of connections, names, and of our own host that has no descriptors or ports left. */
const SYSTEM_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENETRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'EADDRNOTAVAIL',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

/** `pg` has no codes for these. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Client was closed|Query read timeout|Driver not Connected|Cannot use a pool after)/i;

/** Limits of time of `fetch` and of the AWS clients, and TypeORM's words for a connection lost under a transaction. */
const NAMES_AWAY = new Set([
  'TimeoutError',
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'CannotExecuteNotConnectedError',
  'TransactionNotStartedError',
]);

/** AWS calls throttling and expired credentials the client's fault; both pass by themselves. Wrong credentials do not. */
const AWS_AWAY =
  /^(CredentialsProviderError|ExpiredToken(Exception)?|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture|.*Throttl(ed|ing)(Exception)?|KMSThrottled\w*|TooManyRequests(Exception)?|RequestLimitExceeded|SlowDown|OverLimit|PriorRequestNotComplete|BandwidthLimitExceeded)$/i;

const textOf = (error: unknown, name: string): string => {
  const value = memberOf(error, name);
  return typeof value === 'string' ? value : '';
};

/** True for the SQLSTATE of an answer that says no to who we are or what we ask for: waiting does not help. */
export const isRefusal = (code: string): boolean => /^(28|3D|3F|42)...$/.test(code);

/** True for an error that says that what we need is away. Looks at this error alone, not at its causes. */
export const saysAway = (error: unknown): boolean => {
  const [code, name] = [textOf(error, 'code'), textOf(error, 'name')];
  if (SQL_AWAY.test(code) || SYSTEM_AWAY.has(code) || NAMES_AWAY.has(name) || AWS_AWAY.test(name)) return true;
  return saysAwsAway(error) || FATAL.test(textOf(error, 'severity')) || LOST_CONNECTION.test(textOf(error, 'message'));
};

/** AWS: the fault of the server, too many calls, or where its client expects that trying again helps. */
const saysAwsAway = (error: unknown): boolean => {
  const isRetryable = typeof memberOf(error, '$retryable') === 'object' && memberOf(error, '$retryable') !== null;
  return (
    textOf(error, '$fault') === 'server' ||
    isRetryable ||
    memberOf(memberOf(error, '$metadata'), 'httpStatusCode') === 429
  );
};
