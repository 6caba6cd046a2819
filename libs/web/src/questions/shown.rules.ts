import { isObject } from '@throughcare/forms/answers.rules';
import type { Facts, Kind, Option, Page, PageAnswers, Question } from '@throughcare/forms/form';
import { textOf } from '@throughcare/forms/summary.rules';
import { plainDay } from '../format.rules';

export interface ShownOption {
  readonly value: string;
  readonly text: string;
  readonly exclusive: boolean;
  /** Asked beneath it. */
  readonly then: readonly Shown[];
}

/** A question as its template takes it; what was typed comes from the values of the form. */
export interface Shown {
  readonly kind: Kind;
  readonly field: string;
  readonly text: string;
  readonly hint?: string;
  readonly isOptional: boolean;
  readonly max?: number;
  /** Undefined where a list cannot be had. */
  readonly options?: readonly ShownOption[];
  /** Of what is shown and not asked. */
  readonly value?: readonly string[];
  /** Where what is shown can be put right. */
  readonly change?: string;
}

const YES_NO: readonly Option[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
const CHOICES: readonly Kind[] = ['yesNo', 'radios', 'checkboxes', 'select'];

/** What may be chosen; undefined where a list cannot be had. */
export const offered = ({ kind, options }: Question, facts: Facts): readonly Option[] | undefined => {
  if (options === undefined) return kind === 'yesNo' ? YES_NO : [];
  return 'list' in options ? facts.options?.(options.list) : options;
};

const partsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return value === '' ? [] : [plainDay(value)];
  if (Array.isArray(value)) return value.map((row: unknown) => partsOf(row).join(', ')).filter(Boolean);
  return isObject(value) ? Object.values(value).flatMap(partsOf) : [];
};

/** Of an object with a name and an id the name is what people know. */
const shownValue = (value: unknown): string[] =>
  isObject(value) && typeof value.name === 'string' ? [value.name] : partsOf(value);

export interface Around {
  readonly facts: Facts;
  /** What is kept or was fetched for questions that are not asked. */
  readonly stored: PageAnswers;
  /** The page that puts an answer right, by field. */
  readonly changeOf: (field: string) => string | undefined;
}

/** What is no longer in use is there for whoever chose it. */
const isShownFor =
  (stored: unknown) =>
  ({ value, retired }: Option): boolean =>
    retired === undefined || value === stored;

const shown = (question: Question, around: Around): Shown => {
  const { kind, field, text, hint, required, max } = question;
  const isChoice = CHOICES.includes(kind);
  const options = isChoice ? offered(question, around.facts) : undefined;
  const isShown = kind === 'derived' || kind === 'imported';
  const change = around.changeOf(field);
  return {
    kind,
    field,
    text,
    isOptional: required === false && !isShown,
    ...(hint !== undefined && { hint }),
    ...(max !== undefined && { max }),
    ...(options && {
      options: options.filter(isShownFor(around.stored[field])).map(({ then = [], exclusive = false, ...option }) => ({
        value: option.value,
        text: textOf(option),
        exclusive,
        then: then.map((below) => shown(below, around)),
      })),
    }),
    ...(isShown && { value: shownValue(around.stored[field]) }),
    ...(change !== undefined && { change }),
  };
};

/** The questions of a page as they are shown. A derived answer that nobody has to see is left out. */
export const shownQuestions = (page: Page, around: Around): readonly Shown[] =>
  page.questions
    .filter(({ kind, required }) => kind !== 'derived' || required !== false)
    .map((question) => shown(question, around));
