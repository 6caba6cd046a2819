/** A form as data: sections of tasks, tasks of pages, pages of questions. Catalogues of this shape are under `catalogues/`. */
export interface Form {
  readonly name: string;
  /** Whole, from 1. A committed version never changes: a stored answer names the version it was given to. */
  readonly version: number;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly slug: string;
  readonly title: string;
  readonly tasks: readonly Task[];
}

export interface Task {
  readonly slug: string;
  readonly title: string;
  readonly first: string;
  /** Tasks to be completed before this one can be started. */
  readonly opensAfter: readonly string[];
  /** Tasks that need only to be begun before this one can be started. */
  readonly opensOnceStarted?: readonly string[];
  readonly pages: readonly Page[];
}

export interface Page {
  readonly slug: string;
  readonly title: string;
  readonly text?: string;
  readonly questions: readonly Question[];
  readonly next: Next;
  /** Passed without being shown. */
  readonly hiddenIf?: Condition;
  /** Who comes here cannot submit yet. */
  readonly blocks?: boolean;
  /** On no path: it corrects one answer of another page of the task, and counts instead of it. */
  readonly corrects?: { readonly page: string; readonly field: string };
  /** Fields that are one length of time together; problems are named `as`. */
  readonly length?: { readonly fields: readonly string[]; readonly as: string; readonly errors: Errors };
}

/** Where a page leads: the first that fits, else `otherwise`; null ends the task. */
export interface Next {
  readonly when?: readonly { readonly if: Condition; readonly goTo: string | null }[];
  readonly otherwise: string | null;
}

/** From `errorType` to the sentence a page shows. */
export type Errors = Readonly<Record<string, string>>;

export interface Question {
  readonly field: string;
  readonly kind: Kind;
  readonly text: string;
  readonly hint?: string;
  readonly required: boolean | Condition;
  readonly shownIf?: Condition;
  readonly options?: readonly Option[] | { readonly list: string };
  /** Characters; for pages of ours, since existing clients know no limit. */
  readonly max?: number;
  readonly errors?: Errors;
  /** Of a day: when it may be. `after`: a field of the same page with an earlier day. */
  readonly day?: {
    readonly notPast?: boolean;
    readonly notFuture?: boolean;
    readonly monthsAhead?: number;
    readonly after?: string;
  };
  /** Of checkboxes: how many may be ticked, and which not together. */
  readonly atMost?: number;
  readonly never?: readonly (readonly [string, string])[];
  /** How a text has to end, in lower case. */
  readonly endsWith?: string;
  /** Of an object: members that need text. */
  readonly parts?: readonly string[];
  /** The only value it may have. */
  readonly value?: string;
  /** Of an object: an answer to each question that was imported into this field of the page. */
  readonly answers?: string;
}

export interface Option {
  readonly value: string;
  readonly text: string;
  /** Cannot be ticked with any other. */
  readonly exclusive?: boolean;
  /** No longer in use: what to do instead. Shown where it was chosen, and refused as `doesNotExist`. */
  readonly retired?: string;
  /** Asked beneath it where it is chosen. */
  readonly then?: readonly Question[];
}

export type Kind =
  | 'yesNo'
  | 'radios'
  | 'checkboxes'
  | 'text'
  | 'notes'
  | 'day'
  | 'select'
  | 'address'
  | 'email'
  | 'phone'
  | 'imported'
  | 'derived';

/** `field` is of the same page, or `task/page/field` of an earlier one. */
export type Condition =
  | { readonly field: string; readonly is: string }
  | { readonly field: string; readonly has: string }
  | { readonly field: string; readonly sameAs: string }
  | { readonly fact: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

export type PageAnswers = Readonly<Record<string, unknown>>;
/** `data[task][page][field]`, as existing clients store it; anything may stand anywhere in it. */
export type Answers = unknown;

/** What is known beside the answers. `options`: undefined when a list cannot be had, and then any text is taken. */
export interface Facts {
  readonly today: string;
  readonly known?: Readonly<Record<string, unknown>>;
  readonly options?: (list: string) => readonly Option[] | undefined;
}

/** What a walk through the pages needs of it. */
export type Known = Pick<Facts, 'known'>;

/** What is wrong with an answer. */
export type ErrorType = 'empty' | 'invalid' | 'doesNotExist' | 'inThePast' | 'inTheFuture' | 'tooFarAhead';

/** One answer that is missing or cannot be right. It names page and question, never what was answered. */
export interface AnswerProblem {
  readonly task: string;
  readonly page: string;
  /** None: the whole page was never answered. */
  readonly field?: string;
  readonly errorType: ErrorType;
}

export const tasksOf = (form: Form): readonly Task[] => form.sections.flatMap(({ tasks }) => tasks);
export const taskOf = (form: Form, slug: string): Task | undefined => tasksOf(form).find((task) => task.slug === slug);
export const pageOf = (task: Task, slug: string): Page | undefined => task.pages.find((page) => page.slug === slug);

/** The options that stand in the form itself. */
export const ownOptions = ({ options }: Question): readonly Option[] =>
  options !== undefined && 'list' in options ? [] : (options ?? []);

/** The options that may be chosen now. */
export const inUse = (options: readonly Option[]): readonly Option[] =>
  options.filter(({ retired }) => retired === undefined);

/** A question and all that stand beneath its options. */
export const withRevealed = (question: Question): readonly Question[] => [
  question,
  ...ownOptions(question).flatMap(({ then = [] }) => then.flatMap(withRevealed)),
];
export const questionsOf = ({ questions }: Page): readonly Question[] => questions.flatMap(withRevealed);
