import { createHmac, randomBytes } from 'node:crypto';
import { types } from 'node:util';

/** Also an error of another realm. */
export const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

/** CRNs (`X320741`) and prison numbers (`A4092EA`), any case, wherever they stand in a text. */
const PERSON_ID = /(?<![A-Za-z0-9])(?:[A-Za-z]\d{6}|[A-Za-z]\d{4}[A-Za-z]{2})(?![A-Za-z0-9])/g;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const QUERY = /(\/[^\s?]*)\?[^\s]*/g;
const URL_PASSWORD = /(\w+:\/\/[^\s:/@]*):[^\s/@]*@/g;

// A plain hash of so few possible numbers could be turned back; the key lives as long as the process unless it is given.
const key = process.env['LOG_HASH_KEY'] ?? randomBytes(32);

/** The same person gives the same mark within a process (everywhere, with a shared LOG_HASH_KEY), and nobody can turn it back. */
export const personMark = (id: string): string =>
  `person:${createHmac('sha256', key).update(id.toUpperCase()).digest('hex').slice(0, 10)}`;

/** Text without person ids, tokens, passwords in URLs and query strings. */
export const maskText = (text: string): string =>
  text
    .replace(BEARER, '$1 [removed]')
    .replace(JWT, '[removed]')
    .replace(URL_PASSWORD, '$1:[removed]@')
    .replace(QUERY, '$1')
    .replace(PERSON_ID, personMark);

/** Members that hold personal data, secrets or whole messages, whatever their value. Compared without case, `-` and `_`. */
const FORBIDDEN = new Set(
  [
    'authorization cookie setcookie token accesstoken refreshtoken idtoken password clientsecret secret jwt apikey csrf',
    'body rawbody payload data query querystring parameters params headers url originalurl href document answers',
    'name firstname lastname surname forename middlenames fullname aliases dateofbirth dob birthdate sex ethnicity nationality',
    'religion genderidentity address addressline1 addressline2 postcode phone telephone telephonenumber mobile email',
    'notes note message comment comments reason freetext text urn',
  ].flatMap((line) => line.split(' ')),
);
const IDENTIFIERS = new Set([
  'crn',
  'noms',
  'nomsnumber',
  'nomsid',
  'nomisid',
  'prisonnumber',
  'prisonernumber',
  'offenderno',
]);
const MAX_DEPTH = 5;
const MAX_ITEMS = 50;
const MAX_TEXT = 2_000;

const plain = (key: string): string => key.replace(/[-_]/g, '').toLowerCase();

/** Any value as it may be written to a log. Bounded in depth and size; never throws. */
export const maskValue = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return maskText(value.slice(0, MAX_TEXT));
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return '[removed]';
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value;
  if (isError(value)) return errorFacts(value, depth);
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return '[removed]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => maskValue(item, depth + 1));
  return maskMembers(value, depth);
};

/** Members of a log object, masked by name and by value. */
export const maskMembers = (value: object, depth = 0): Record<string, unknown> => {
  const masked: Record<string, unknown> = {};
  for (const [member, item] of Object.entries(value).slice(0, MAX_ITEMS)) {
    const known = plain(member);
    if (FORBIDDEN.has(known)) masked[member] = '[removed]';
    else if (IDENTIFIERS.has(known)) masked[member] = typeof item === 'string' ? personMark(item) : '[removed]';
    else masked[maskText(member)] = maskValue(item, depth + 1);
  }
  return masked;
};

/** Texts of these quote what they could not read: a body, a name in a column. */
const QUOTING = /SyntaxError|QueryFailedError|DatabaseError|ZodError|URIError/;

/** What can be said about an error: kinds, codes, where; its text only where it cannot quote input. */
export const errorFacts = (error: Error, depth = 0): Record<string, unknown> => {
  const source = error as Error & Record<string, unknown>;
  const database = (source['driverError'] ?? source) as Record<string, unknown>;
  const facts: Record<string, unknown> = { type: error.constructor.name };
  for (const member of ['kind', 'code', 'status', 'statusCode', 'schema', 'table', 'column', 'constraint', 'routine']) {
    const value = source[member] ?? database[member];
    if (typeof value === 'string' || typeof value === 'number') facts[member] = maskValue(value);
  }
  const quotes = QUOTING.test(`${error.name} ${error.constructor.name}`) || 'severity' in database;
  if (!quotes) facts['text'] = maskText(error.message.slice(0, 300)).replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…');
  facts['at'] = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  if (error.cause !== undefined && depth < 3) facts['cause'] = maskValue(error.cause, depth + 1);
  return facts;
};
