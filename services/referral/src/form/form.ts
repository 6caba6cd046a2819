import form from './form.json';

/** What one field of a page has to hold. Fields that are not named here may hold anything: they are kept, not relied on. */
export interface FieldRule {
  readonly required?: boolean;
  /** Required where this other field of the page has, or holds among others, this value. */
  readonly when?: readonly [field: string, value: string];
  readonly oneOf?: readonly string[];
  readonly someOf?: readonly string[];
  readonly object?: boolean;
  readonly date?: readonly ('notPast' | 'withinThreeMonths' | 'notFuture')[];
  /** A date that has to be later than this other one. */
  readonly after?: string;
  /** How an address has to end. */
  readonly email?: string;
}

/** Where a page leads: the first that fits, else `then`, else the task ends. */
export interface PageRule {
  readonly fields: Readonly<Record<string, FieldRule>>;
  readonly next?: readonly {
    readonly field: string;
    readonly is?: string;
    readonly isField?: string;
    readonly page: string | null;
  }[];
  readonly then?: string;
  /** Who comes here cannot submit yet. */
  readonly blocks?: boolean;
}

export interface TaskRule {
  readonly first: string;
  readonly pages: Readonly<Record<string, PageRule>>;
}

/** The referral form as clients build it: tasks, pages and what an answer must be. `form.test.ts` holds the file to this shape. */
export const tasks = form as Readonly<Record<string, unknown>> as Readonly<Record<string, TaskRule>>;
