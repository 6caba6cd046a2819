import { z } from 'zod';

export interface FormError {
  readonly text: string;
  /** Of the field: `#reason`. */
  readonly href: string;
}

export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface Form<T> {
  /** What was typed or ticked, to be shown again: a list where the field is one, however many were ticked. */
  readonly values: Values;
  readonly errors: readonly FormError[];
  /** By field, as GOV.UK's macros take it. */
  readonly problems: Readonly<Record<string, { readonly text: string }>>;
  /** Undefined when there are errors. */
  readonly data?: T;
}

/** The schema inside what says that it may be left out, has a default or is changed once read. */
const plain = (schema: z.core.$ZodType): z.core.$ZodType => {
  const { innerType, in: before } = schema._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  const inner = innerType ?? before;
  return inner ? plain(inner) : schema;
};

const fieldsOf = (schema: z.ZodObject): [string, z.core.$ZodType][] => Object.entries<z.core.$ZodType>(schema.shape);

const isList = (schema: z.core.$ZodType | undefined): boolean =>
  schema !== undefined && plain(schema)._zod.def.type === 'array';

/** Browsers send one ticked box as a text and none not at all: a field that is a list is one either way. */
const asList = (value: unknown): unknown => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

const given = (schema: z.ZodObject, sent: unknown): Record<string, unknown> => {
  const fields = { ...((sent ?? {}) as Record<string, unknown>) };
  for (const [name, field] of fieldsOf(schema)) if (isList(field)) fields[name] = asList(fields[name]);
  return fields;
};

const isTyped = (value: unknown): value is Values[string] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

const typedIn = (fields: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Values[string]] => isTyped(entry[1])));

export const withErrors = <T>(
  values: Form<T>['values'],
  found: readonly { field: string; text: string }[],
): Form<T> => ({
  values,
  errors: found.map(({ field, text }) => ({ text, href: `#${field}` })),
  problems: Object.fromEntries(found.map(({ field, text }) => [field, { text }])),
});

/** A form before anybody typed. */
export const emptyForm = <T>(values: Form<T>['values'] = {}): Form<T> => withErrors<T>(values, []);

/** Where a schema has no words of its own: nobody reads zod's. */
const NO_WORDS = 'Check this answer';

/** Reads what was sent. The schema's messages are what the person sees; one per field. */
export const readForm = <S extends z.ZodObject>(schema: S, sent: unknown): Form<z.output<S>> => {
  const fields = given(schema, sent);
  const parsed = schema.safeParse(fields, { error: () => NO_WORDS });
  if (parsed.success) return { ...emptyForm(typedIn(fields)), data: parsed.data };
  const first = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? 'form');
    if (!first.has(field)) first.set(field, message);
  }
  return withErrors(
    typedIn(fields),
    [...first].map(([field, text]) => ({ field, text })),
  );
};

/** A field that states no length of its own is a line. */
const LINE = 1_000;
/** Of a list: as many boxes as any page has. */
const ITEMS = 100;

const lengthOf = (schema: z.core.$ZodType): number => {
  const inner = plain(schema);
  if (inner instanceof z.ZodArray) return ITEMS * lengthOf(inner.element);
  return inner instanceof z.ZodString ? (inner.maxLength ?? LINE) : LINE;
};

/** A character takes up to nine bytes in a form (`€` is `%E2%82%AC`), a line break six. */
const BYTES = 9;
/** What is too long by less than this is read, so that the page can keep it and say which field it is. */
const SLACK = 4;
const LEAST_BYTES = 64 * 1024;

/** How large a body the fields of a form may make. */
export const bodyBytesOf = (schema: z.ZodObject): number => {
  const lengths = fieldsOf(schema).map(([, field]) => lengthOf(field));
  return Math.max(LEAST_BYTES, SLACK * BYTES * lengths.reduce((sum, length) => sum + length, 0));
};

/** Text that may be left out; blank counts as left out. */
export const optionalText = (what: string, max: number, pattern?: RegExp, rule = `${what} is not written like that`) =>
  z
    .string(`Enter ${what.toLowerCase()} once`)
    .trim()
    .max(max, `${what} must be ${max} characters or fewer`)
    .refine((text) => text === '' || pattern === undefined || pattern.test(text), rule)
    .transform((text) => (text === '' ? undefined : text))
    .optional();

export const requiredText = (what: string, max: number) =>
  z
    .string(`Enter ${what.toLowerCase()}`)
    .trim()
    .min(1, `Enter ${what.toLowerCase()}`)
    .max(max, `${what} must be ${max} characters or fewer`);
