import { createHmac, randomBytes } from 'node:crypto';
import { types } from 'node:util';
import { framesOf, memberOf, PERSON_ID } from '@throughcare/base/error-facts';

/** Also an error of another realm. */
export const isError = (value: unknown): value is Error => value instanceof Error || types.isNativeError(value);

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

/** Any value as it may be written to a log. Bounded in depth and size; never throws, whatever a faulty library's getters do. */
export const maskValue = (value: unknown, depth = 0): unknown => {
  try {
    return masked(value, depth);
  } catch {
    return '[unreadable]';
  }
};

const masked = (value: unknown, depth: number): unknown => {
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
  const found: Record<string, unknown> = {};
  for (const member of Object.keys(value).slice(0, MAX_ITEMS)) {
    const known = plain(member);
    const item = memberOf(value, member);
    if (FORBIDDEN.has(known)) found[member] = '[removed]';
    else if (IDENTIFIERS.has(known)) found[member] = typeof item === 'string' ? personMark(item) : '[removed]';
    else found[maskText(member)] = maskValue(item, depth + 1);
  }
  return found;
};

/** Texts of these quote what they could not read: a body, a name in a column. */
const QUOTING = /SyntaxError|QueryFailedError|DatabaseError|ZodError|URIError/;

const textIn = (value: unknown, member: string): string => {
  const text = memberOf(value, member);
  return typeof text === 'string' ? text : '';
};

/** What can be said about an error: kinds, codes, where; its text only where it cannot quote input. */
export const errorFacts = (error: Error, depth = 0): Record<string, unknown> => {
  const database = memberOf(error, 'driverError') ?? error;
  const type = textIn(memberOf(error, 'constructor'), 'name');
  const facts: Record<string, unknown> = { type };
  for (const member of ['kind', 'code', 'status', 'statusCode', 'schema', 'table', 'column', 'constraint', 'routine']) {
    const value = memberOf(error, member) ?? memberOf(database, member);
    if (typeof value === 'string' || typeof value === 'number') facts[member] = maskValue(value);
  }
  const quotes = QUOTING.test(`${textIn(error, 'name')} ${type}`) || memberOf(database, 'severity') !== undefined;
  if (!quotes)
    facts['text'] = maskText(textIn(error, 'message').slice(0, 300)).replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…');
  facts['at'] = framesOf(error);
  const cause = memberOf(error, 'cause');
  if (cause !== undefined && depth < 3) facts['cause'] = maskValue(cause, depth + 1);
  return facts;
};
