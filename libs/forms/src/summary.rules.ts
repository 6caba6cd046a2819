import { answersOf, asked, isEmpty } from './answers.rules';
import type { Answers, Facts, Form, Kind, Option, Question } from './form';
import { ownOptions } from './form';
import { visiblePages } from './walk.rules';

export interface SummaryRow {
  readonly page: string;
  readonly field: string;
  readonly kind: Kind;
  readonly text: string;
  /** As a reader sees it: the texts of what was chosen (also what is no longer in use), one line of text, a day as `yyyy-MM-dd`; none where it was left empty. */
  readonly values: readonly string[];
}

export interface SummarySection {
  readonly slug: string;
  readonly title: string;
  readonly tasks: readonly { readonly slug: string; readonly title: string; readonly rows: readonly SummaryRow[] }[];
}

/** Kinds that are shown by pages of their own, or stand for what another question says. */
const UNSEEN: readonly Kind[] = ['imported', 'derived'];

const YES_NO: readonly Option[] = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

const optionsOf = (question: Question, facts: Facts): readonly Option[] => {
  const { options, kind } = question;
  if (options === undefined) return kind === 'yesNo' ? YES_NO : [];
  return 'list' in options ? (facts.options?.(options.list) ?? []) : ownOptions(question);
};

/** The text of an option, with a word where it is no longer in use. */
export const textOf = ({ text, retired }: Option): string =>
  retired === undefined ? text : `${text} (no longer in use)`;

/** An answer as a reader sees it: the texts of what was chosen, lines of text; none where it was left empty. */
export const valuesOf = (
  value: unknown,
  question: Question,
  facts: Facts,
  say = ({ text }: Option): string => text,
): string[] => {
  if (isEmpty(value)) return [];
  const parts: readonly unknown[] =
    typeof value === 'object' && value !== null ? (Object.values(value) as readonly unknown[]) : [value];
  const options = optionsOf(question, facts);
  return parts
    .filter((part): part is string => typeof part === 'string' && part.trim() !== '')
    .map((part) => {
      const option = options.find(({ value: own }) => own === part);
      return option ? say(option) : part;
    });
};

/** The answers as somebody checks them before they are sent: every question that was asked, in the order of the form. */
export const summaryOf = (form: Form, answers: Answers, facts: Facts): readonly SummarySection[] =>
  form.sections.map((section) => ({
    slug: section.slug,
    title: section.title,
    tasks: section.tasks.map((task) => ({
      slug: task.slug,
      title: task.title,
      rows: visiblePages(task, answers, facts).flatMap((page) => {
        const given = answersOf(task, page, answers) ?? {};
        return asked(page.questions, given, answers, facts)
          .filter(({ kind }) => !UNSEEN.includes(kind))
          .map((question) => ({
            page: page.slug,
            field: question.field,
            kind: question.kind,
            text: question.text,
            values: valuesOf(given[question.field], question, facts, textOf),
          }));
      }),
    })),
  }));
