import { isDay, type Day } from '@throughcare/base/calendar';

/** What was typed or ticked, by the name of the input: a list where the field is one, however many were ticked. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** What is wrong with an answer: `empty`, `tooLong` … ; `part` is the input of the field that has to be mended. */
export interface Refused {
  readonly errorType: string;
  readonly part?: string;
}
export type Outcome<T> = { readonly data: T } | Refused;

export interface Field<T> {
  /** As sentences name it, with its article: `a reason`, `the release date`. */
  readonly label: string;
  /** How it is answered, which sentences follow: enter, select, select yes. */
  readonly how: 'enter' | 'select' | 'yesNo';
  /** What follows the field's name in the names of its inputs: `-day`, `-month`, `-year`; one input of the same name has ''. */
  readonly inputs: readonly string[];
  /** Any number of values may come under its name. */
  readonly isList: boolean;
  /** Characters its inputs hold together at most. */
  readonly size: number;
  /** Longest text of one input. */
  readonly max?: number;
  /** Sentences of its own, by `errorType`. */
  readonly says: Readonly<Record<string, string>>;
  /** Reads its inputs; never throws. */
  readonly read: (name: string, values: Values) => Outcome<T>;
}

interface Options {
  readonly says?: Readonly<Record<string, string>>;
}
interface TextOptions extends Options {
  /** Characters. */
  readonly max: number;
  readonly pattern?: RegExp;
}

/** Control characters but line break and tab, marks that turn the order of letters, and those of no width: they come with a pasted text. */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g;
/** Joiners change how letters of many scripts, and pictures, are written; behind anything else, or a Latin letter, they do nothing. */
const IDLE_JOINER = /(?<!(?!\p{Script=Latin})[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/gu;

/** What was typed or pasted, without what nobody sees; a line ends with one character. Letters of any script stay. */
export const withoutHidden = (typed: string): string =>
  typed.replace(/\r\n?/g, '\n').replace(HIDDEN, '').replace(IDLE_JOINER, '');

/** The text of one input; undefined where it came more than once, as only a changed page sends it. */
const oneOf = (values: Values, name: string): string | undefined => {
  const value = values[name] ?? '';
  return typeof value === 'string' ? withoutHidden(value).trim() : undefined;
};

/** A line of text, trimmed. Refuses `empty`, `tooLong`, `invalid` (not of the pattern), `repeated`. */
export const text = (label: string, { max, pattern, says = {} }: TextOptions): Field<string> => ({
  label,
  how: 'enter',
  inputs: [''],
  isList: false,
  size: max,
  max,
  says,
  read: (name, values) => {
    const typed = oneOf(values, name);
    if (typed === undefined) return { errorType: 'repeated' };
    if (typed === '') return { errorType: 'empty' };
    if (typed.length > max) return { errorType: 'tooLong' };
    return pattern?.test(typed) === false ? { errorType: 'invalid' } : { data: typed };
  },
});

/** Several lines of text. A line break counts as one character, as it does in the browser's count. */
export const notes = (label: string, options: TextOptions): Field<string> => text(label, options);

/** The field may be left blank; the answer is undefined then. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({
  ...field,
  read: (name, values) => {
    const isBlank = field.inputs.every((input) => [values[name + input] ?? []].flat().join('').trim() === '');
    return isBlank ? { data: undefined } : field.read(name, values);
  },
});

/** The same field, whose answer means something: `parse` gives what it means, or what is wrong with it. */
export const parsed = <T, U>(field: Field<T>, parse: (answer: T) => Outcome<U>): Field<U> => ({
  ...field,
  read: (name, values) => {
    const outcome = field.read(name, values);
    return 'data' in outcome ? parse(outcome.data) : outcome;
  },
});

/** One of these values: radios or a select. Refuses `empty` and `invalid`. */
export const choice = <V extends string>(
  label: string,
  options: readonly V[],
  { says = {} }: Options = {},
): Field<V> => {
  const size = Math.max(0, ...options.map((option) => option.length));
  const given = text(label, { max: Math.max(size, 200), says });
  return parsed({ ...given, how: 'select' }, (typed) => {
    const found = options.find((option) => option === typed);
    return found === undefined ? { errorType: 'invalid' } : { data: found };
  });
};

/** One of the values that the page offers when it is shown, so that they are not known here. */
export const pick = (label: string, options: TextOptions): Field<string> => ({
  ...text(label, options),
  how: 'select',
});

/** Any of these values, in the order of the page. Refuses `empty` (none) and `invalid`. */
export const checkboxes = <V extends string>(
  label: string,
  options: readonly V[],
  { says = {} }: Options = {},
): Field<readonly V[]> => ({
  label,
  how: 'select',
  inputs: [''],
  isList: true,
  says,
  size: options.reduce((sum, option) => sum + option.length, 0),
  read: (name, values) => {
    const ticked = [values[name] ?? []].flat();
    if (ticked.length === 0) return { errorType: 'empty' };
    const isKnown = ticked.every((value) => (options as readonly string[]).includes(value));
    return isKnown ? { data: options.filter((option) => ticked.includes(option)) } : { errorType: 'invalid' };
  },
});

/** A box of its own that may stay unticked; its value is `yes`. */
export const tick = (label: string, { says = {} }: Options = {}): Field<boolean> =>
  parsed(optional(choice(label, ['yes'], { says })), (value) => ({ data: value === 'yes' }));

/** Yes or no. The label follows "Select yes if": `the person agrees`. */
export const yesNo = (label: string, { says = {} }: Options = {}): Field<'yes' | 'no'> => ({
  ...choice(label, ['yes', 'no'], { says }),
  how: 'yesNo',
});

const DAY_PARTS = ['day', 'month', 'year'] as const;

/** What is wrong with the parts of a date, or the day that they are. */
export const readDayParts = (parts: Readonly<Record<(typeof DAY_PARTS)[number], string>>): Outcome<Day> => {
  const missing = DAY_PARTS.filter((part) => parts[part] === '');
  const [first] = missing;
  if (missing.length === DAY_PARTS.length) return { errorType: 'empty', part: '-day' };
  if (first !== undefined) return { errorType: `${first}Missing`, part: `-${first}` };
  if (/^\d{2}$/.test(parts.year)) return { errorType: 'yearTooShort', part: '-year' };
  const day = `${parts.year}-${parts.month.padStart(2, '0')}-${parts.day.padStart(2, '0')}`;
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && isDay(day) ? { data: day } : { errorType: 'notReal', part: '-day' };
};

/** A day in three boxes, spaces trimmed. Refuses `empty`, `dayMissing` and its like, `yearTooShort`, `notReal`. */
export const dayParts = (label: string, { says = {} }: Options = {}): Field<Day> => ({
  label,
  how: 'enter',
  inputs: DAY_PARTS.map((part) => `-${part}`),
  isList: false,
  size: 30,
  says,
  read: (name, values) => {
    const [day = '', month = '', year = ''] = DAY_PARTS.map((part) => oneOf(values, `${name}-${part}`));
    return readDayParts({ day, month, year });
  },
});

export interface Address {
  readonly addressLine1: string;
  readonly addressLine2?: string;
  readonly addressTown: string;
  readonly addressPostcode: string;
}

const POSTCODE = /^[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}$/i;
const ADDRESS = [
  ['addressLine1', text('address line 1', { max: 100 })],
  ['addressLine2', optional(text('address line 2', { max: 100 }))],
  ['addressTown', text('a town or city', { max: 100 })],
  ['addressPostcode', text('a postcode', { max: 8, pattern: POSTCODE })],
] as const;

/** An address in the United Kingdom in four boxes. Names the first box that is wrong: `addressLine1Empty`, `addressPostcodeInvalid`. */
export const address = (label: string, { says = {} }: Options = {}): Field<Address> => ({
  label,
  how: 'enter',
  inputs: ADDRESS.map(([part]) => `-${part}`),
  isList: false,
  size: 308,
  max: 100,
  says,
  read: (name, values) => {
    const found: Record<string, string> = {};
    for (const [part, field] of ADDRESS) {
      const outcome = field.read(`${name}-${part}`, values);
      if ('errorType' in outcome) {
        const { errorType } = outcome;
        return { errorType: `${part}${errorType[0]?.toUpperCase()}${errorType.slice(1)}`, part: `-${part}` };
      }
      if (outcome.data !== undefined) found[part] = outcome.data;
    }
    const { addressLine1 = '', addressLine2, addressTown = '', addressPostcode = '' } = found;
    const lines = { addressLine1, ...(addressLine2 !== undefined && { addressLine2 }) };
    return { data: { ...lines, addressTown, addressPostcode: addressPostcode.toUpperCase() } };
  },
});
