import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import {
  MAX_INT,
  dayCheck,
  flagCheck,
  instantCheck,
  localTimeCheck,
  numberCheck,
  objectCheck,
  oneOfCheck,
  textCheck,
  uuidCheck,
} from './checks';
import { describeField } from './fields';
import type { DtoClass, Field } from './fields';
import { BINDING, describeProblems, problemsOf } from './problems';

export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  /** Also takes the value as form text: `"60"`, `"true"`; `""` counts as not given. Query parameters always may. */
  readonly form?: boolean;
}

/** One decorator is three statements: how to bind, how to check, what the OpenAPI document says. */
const field =
  (facts: Partial<Field>, api: ApiPropertyOptions, { form, ...words }: FieldOptions = {}): PropertyDecorator =>
  (target, property) => {
    describeField(target, property, { ...facts, acceptsText: form === true });
    ApiProperty({ ...api, ...words })(target, property);
    ValidateBy({
      name: BINDING,
      validator: {
        validate: (value, args) => problemsOf(args?.object, String(property), value).length === 0,
        defaultMessage: (args) => describeProblems(problemsOf(args?.object, String(property), args?.value)),
      },
    })(target, property);
  };

/** A string. Blank counts as `empty` unless `blank` is true; too long is `invalid`. */
export const Text = ({ max, blank, ...options }: FieldOptions & { max?: number; blank?: boolean } = {}) =>
  field(
    { check: textCheck({ ...(max !== undefined && { max }), ...(blank !== undefined && { blank }) }) },
    { type: String, ...(max !== undefined && { maxLength: max }) },
    options,
  );

export const Uuid = (options?: FieldOptions) => field({ check: uuidCheck }, { type: String, format: 'uuid' }, options);

/** The end of a range names its beginning; before it is `beforeStart`. */
type TimeOptions = FieldOptions & { readonly notBefore?: string };
const range = (notBefore: string | undefined) => (notBefore === undefined ? {} : { notBefore });

/** `yyyy-MM-dd`, a day that exists. */
export const Day = ({ notBefore, ...options }: TimeOptions = {}) =>
  field({ check: dayCheck, ...range(notBefore) }, { type: String, format: 'date' }, options);

/** ISO 8601 with `Z` or an offset. Stays text: `new Date(dto.at)` where an instant is needed. */
export const Instant = ({ notBefore, ...options }: TimeOptions = {}) =>
  field({ check: instantCheck, ...range(notBefore) }, { type: String, format: 'date-time' }, options);

/** A local date and time without zone, seconds optional, as passport clients send it. Stays text. */
export const LocalTime = (options?: FieldOptions) =>
  field({ check: localTimeCheck }, { type: String, example: '2026-05-01T10:30' }, options);

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}
const bounds = ({ min, max }: Bounds) => ({
  ...(min !== undefined && { minimum: min }),
  ...(max !== undefined && { maximum: max }),
});

/** A whole number; outside the bounds is `invalid`, text or a fraction is `expectedNumber`. */
export const Int = ({ min = -MAX_INT - 1, max = MAX_INT, ...options }: FieldOptions & Bounds = {}) =>
  field(
    { form: 'number', check: numberCheck({ min, max, whole: true }) },
    { type: 'integer', ...bounds({ min, max }) },
    options,
  );

export const Num = ({ min, max, ...options }: FieldOptions & Bounds = {}) =>
  field(
    { form: 'number', check: numberCheck({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) }) },
    { type: Number, ...bounds({ ...(min !== undefined && { min }), ...(max !== undefined && { max }) }) },
    options,
  );

export const Flag = (options?: FieldOptions) =>
  field({ form: 'boolean', check: flagCheck }, { type: Boolean }, options);

/** One of these words. With `dropUnknown` any other counts as not given, as in queries of existing clients. */
export const OneOf = (
  values: readonly string[],
  { dropUnknown, ...options }: FieldOptions & { dropUnknown?: boolean } = {},
) => field({ check: oneOfCheck(values), ...(dropUnknown && { dropUnknown: values }) }, { enum: [...values] }, options);

/** Any JSON object, kept as it came: members, values and key order. */
export const AnyObject = (options?: FieldOptions) =>
  field({ check: objectCheck }, { type: 'object', additionalProperties: true }, options);

/** An object with a DTO class of its own. */
export const Nested = (type: () => DtoClass, options?: FieldOptions) =>
  // Swagger takes a function for a class that is defined later only when the function is called `type`.
  field({ nested: type, check: objectCheck }, { type: () => type() }, options);

const ITEMS = { text: textCheck({}), uuid: uuidCheck, day: dayCheck, object: objectCheck } as const;
const ITEM_API = {
  text: { type: 'string' },
  uuid: { type: 'string', format: 'uuid' },
  day: { type: 'string', format: 'date' },
  object: { type: 'object', additionalProperties: true },
};
type ItemKind = keyof typeof ITEMS;

const listFacts = (item: ItemKind | readonly string[] | (() => DtoClass)): [Partial<Field>, ApiPropertyOptions] => {
  if (typeof item === 'function')
    return [
      { nested: item, check: objectCheck },
      { type: () => item(), isArray: true },
    ];
  if (typeof item === 'string') return [{ check: ITEMS[item] }, { type: 'array', items: ITEM_API[item] }];
  return [{ check: oneOfCheck(item) }, { enum: [...item], isArray: true }];
};

/** An array; problems name the item: `$.list[0]`. In a query one value alone is a list of one. */
export const ListOf = (item: ItemKind | readonly string[] | (() => DtoClass), options?: FieldOptions) => {
  const [facts, api] = listFacts(item);
  return field({ ...facts, list: true }, api, options);
};

/**
 * May be missing or null, and is then left out of the DTO; with `keepNull` null stays null, where it takes something away. Without it a field
 * is required: missing and null are `empty`.
 */
export const Optional =
  ({ keepNull = false } = {}): PropertyDecorator =>
  (target, property) => {
    describeField(target, property, { optional: true, keepNull });
    ApiProperty({ required: false, nullable: true })(target, property);
  };
