import { z } from 'zod';

export interface FormError {
  readonly text: string;
  /** Of the field: `#reason`. */
  readonly href: string;
}

export interface Form<T> {
  /** What was typed, to be shown again. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FormError[];
  /** By field, as GOV.UK's macros take it. */
  readonly problems: Readonly<Record<string, { readonly text: string }>>;
  /** Undefined when there are errors. */
  readonly data?: T;
}

const textsOf = (given: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

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

/** Reads what was sent. The schema's messages are what the person sees; one per field. */
export const readForm = <S extends z.ZodObject>(schema: S, given: unknown): Form<z.output<S>> => {
  const fields = (given ?? {}) as Record<string, unknown>;
  const parsed = schema.safeParse(fields);
  if (parsed.success) return { ...emptyForm(textsOf(fields)), data: parsed.data };
  const first = new Map<string, string>();
  for (const { path, message } of parsed.error.issues) {
    const field = String(path[0] ?? 'form');
    if (!first.has(field)) first.set(field, message);
  }
  return withErrors(
    textsOf(fields),
    [...first].map(([field, text]) => ({ field, text })),
  );
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
