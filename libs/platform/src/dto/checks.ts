import { isBlank } from '@throughcare/base/blank';
import { isDay } from '@throughcare/base/calendar';

/** What one field may hold; `$.field` gets the answer as `errorType`. */
export type ErrorType =
  | 'empty'
  | 'invalid'
  | 'beforeStart'
  | 'expectedString'
  | 'expectedNumber'
  | 'expectedBoolean'
  | 'expectedArray'
  | 'expectedObject';

/** Undefined: fine. The value is never null or undefined here. */
export type Check = (value: unknown) => ErrorType | undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$/;
const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/;
export const MAX_INT = 2_147_483_647;

const ofString =
  (rule: (text: string) => boolean): Check =>
  (value) => {
    if (typeof value !== 'string') return 'expectedString';
    if (isBlank(value)) return 'empty';
    return rule(value) ? undefined : 'invalid';
  };

/**
 * PostgreSQL stores neither a null character nor half a character; other control characters, and marks that turn the order of
 * letters, are obeyed by the terminals and pages that show a text. Line breaks and tabs are no harm.
 */
const storable = (text: string): boolean =>
  !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u.test(text);

export const textCheck = ({ max = 100_000, blank = false }: { max?: number; blank?: boolean }): Check => {
  const check = ofString((text) => text.length <= max && storable(text));
  return (value) =>
    blank && typeof value === 'string' && isBlank(value) && storable(value) ? undefined : check(value);
};
export const uuidCheck = ofString((text) => UUID.test(text));
export const dayCheck = ofString(isDay);
export const instantCheck = ofString((text) => isDay(INSTANT.exec(text)?.[1] ?? ''));
export const localTimeCheck = ofString((text) => isDay(LOCAL_TIME.exec(text)?.[1] ?? ''));
export const oneOfCheck = (values: readonly string[]): Check => ofString((text) => values.includes(text));

export const numberCheck =
  ({ min = -Infinity, max = Infinity, whole = false }: { min?: number; max?: number; whole?: boolean }): Check =>
  (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'expectedNumber';
    if (whole && !Number.isInteger(value)) return 'expectedNumber';
    return value >= min && value <= max ? undefined : 'invalid';
  };
export const flagCheck: Check = (value) => (typeof value === 'boolean' ? undefined : 'expectedBoolean');

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objectCheck: Check = (value) => (isPlainObject(value) ? undefined : 'expectedObject');
