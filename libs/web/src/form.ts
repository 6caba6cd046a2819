import { type Field, type Refused, type Values, withoutHidden } from './fields';
import { sentenceFor } from './words';

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type DataOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** What is wrong with a field: by type, in our words, or in words that somebody else has found. */
export type FieldProblem =
  | { readonly field: string; readonly errorType: string; readonly part?: string }
  | { readonly field: string; readonly text: string };

export interface FormError {
  readonly text: string;
  /** Of the input that has to be mended: `#reason`, `#released-month`. None where no input is wrong. */
  readonly href?: string;
}

export interface Form<T> {
  /** What was typed or ticked, to be shown again. */
  readonly values: Values;
  readonly errors: readonly FormError[];
  /** By field, as GOV.UK's macros take it; `part` is the input of it that is wrong. */
  readonly problems: Readonly<Record<string, { readonly text: string; readonly part?: string }>>;
  /** Undefined when there are errors. */
  readonly data?: T;
}

const isTyped = (value: unknown): value is Values[string] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

/** Browsers send one ticked box as a text and none not at all: a field that is a list is one either way. */
const asList = (value: unknown): unknown => (value === undefined ? [] : typeof value === 'string' ? [value] : value);

/** Names of all inputs of these fields. */
export const inputsOf = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, { inputs }]) => inputs.map((input) => name + input));

const cleaned = (value: Values[string]): Values[string] =>
  typeof value === 'string' ? withoutHidden(value) : value.map(withoutHidden);

/** What these fields were given without marks that nobody sees, and nothing else that was sent. */
export const valuesOf = (fields: Fields, sent: unknown): Values => {
  const given = (sent ?? {}) as Readonly<Record<string, unknown>>;
  const pairs = Object.entries(fields).flatMap(([name, { inputs, isList }]) =>
    inputs.map((input) => [name + input, isList ? asList(given[name]) : given[name + input]] as const),
  );
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (isTyped(value) ? [[name, cleaned(value)] as const] : [])),
  );
};

const lengthIn = (values: Values, input: string): number => [values[input] ?? ''].flat().join('').trim().length;

/** One sentence for each field, the first that there is. */
export const withProblems = <T>(fields: Fields, values: Values, found: readonly FieldProblem[]): Form<T> => {
  const problems: Record<string, { text: string; part?: string }> = {};
  const errors: FormError[] = [];
  for (const problem of found) {
    const { field } = problem;
    if (Object.hasOwn(problems, field)) continue;
    const known = fields[field] ?? { label: 'this answer', how: 'enter', says: {}, inputs: [''] };
    const part = 'part' in problem && problem.part !== undefined ? problem.part : (known.inputs[0] ?? '');
    const length = lengthIn(values, field + part);
    const text = 'text' in problem ? problem.text : sentenceFor(problem.errorType, { ...known, length });
    problems[field] = { text, ...(part !== '' && { part }) };
    errors.push({ text, href: `#${field}${part}` });
  }
  return { values, errors, problems };
};

/** A form before anybody typed. */
export const emptyForm = <T>(values: Values = {}): Form<T> => ({ values, errors: [], problems: {} });

const refusedOf = (outcome: object): outcome is Refused => 'errorType' in outcome;

/** Reads what was sent: the answers, or what is wrong with each field in words for whoever typed it. */
export const readForm = <F extends Fields>(fields: F, sent: unknown): Form<DataOf<F>> => {
  const values = valuesOf(fields, sent);
  const outcomes = Object.entries(fields).map(([field, { read }]) => ({ field, outcome: read(field, values) }));
  const found = outcomes.flatMap(({ field, outcome }) => (refusedOf(outcome) ? [{ field, ...outcome }] : []));
  if (found.length > 0) return withProblems(fields, values, found);
  const data = Object.fromEntries(
    outcomes.map(({ field, outcome }) => [field, 'data' in outcome ? outcome.data : undefined]),
  );
  return { ...emptyForm(values), data: data as DataOf<F> };
};

/** A character takes up to nine bytes in a form (`€` is `%E2%82%AC`), a line break six; names of inputs come to it. */
const BYTES = 12;
/** What is too long by less than this is read, so that the page can keep it and say which field it is. */
const SLACK = 3;
const LEAST_BYTES = 64 * 1024;

/** How large a body the fields of a form may make: no answer within the rules is refused unread. */
export const bodyBytesOf = (fields: Fields): number => {
  const characters = Object.values(fields).reduce((sum, { size }) => sum + size, 0);
  return Math.max(LEAST_BYTES, SLACK * BYTES * characters) + 4 * 1024;
};
