import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import { answersOf, asked, isObject, isText, readDay } from '@throughcare/forms/answers.rules';
import { tasksOf, type Facts, type PageAnswers, type Question, type Task } from '@throughcare/forms/form';
import { valuesOf } from '@throughcare/forms/summary.rules';
import { visiblePages } from '@throughcare/forms/walk.rules';
import { deliveryUnitOf } from '@throughcare/reference/regions';

/** A question and its answer; several rows may ask the same. */
type Row = Readonly<Record<string, string>>;

const longDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(day),
  );
const readable = (text: string): string => {
  const day = readDay(text.slice(0, 10));
  return day !== undefined && /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? longDay(day) : text;
};

/** What was fetched: one row for each entry of it. */
const importedRows = (question: Question, value: unknown): Row[] =>
  (Array.isArray(value) ? value : [])
    .map((entry: unknown) => (isObject(entry) ? Object.values(entry) : []).filter(isText).map(readable).join(', '))
    .filter((text) => text !== '')
    .map((text) => ({ [question.text]: text }));

/** Answers to questions that were fetched with them. */
const answerRows = ({ answers = '' }: Question, value: PageAnswers, given: PageAnswers): Row[] => {
  const fetched = given[answers];
  const numbers = (Array.isArray(fetched) ? fetched : []).flatMap((row: unknown) =>
    isObject(row) && isText(row.questionNumber) && isText(row.label) ? [[row.questionNumber, row.label] as const] : [],
  );
  const labels = new Map(numbers.flatMap(([number, label]) => [number, `Q${number}`].map((key) => [key, label])));
  return Object.entries(value).flatMap(([key, text]) => (isText(text) ? [{ [labels.get(key) ?? key]: text }] : []));
};

const rowsOf = (question: Question, given: PageAnswers, facts: Facts): Row[] => {
  const { field, kind, text, parts, answers, required, value: fixed } = question;
  const value = given[field];
  if (answers !== undefined) return isObject(value) ? answerRows(question, value, given) : [];
  // The source of the answers above.
  if (kind === 'imported') return field === 'riskManagementSummaries' ? [] : importedRows(question, value);
  if (kind === 'derived' && (required !== true || fixed !== undefined)) return [];
  if (parts?.includes('id') && isObject(value)) {
    const name = isText(value.id) ? deliveryUnitOf(value.id)?.name : undefined;
    return [{ [text]: name ?? (isText(value.name) ? value.name : '') }];
  }
  const day = kind === 'day' ? readDay(value) : undefined;
  const said = day === undefined ? valuesOf(value, question, facts).join(', ') : longDay(day);
  return said === '' ? [] : [{ [text]: said }];
};

const contentOf = (task: Task, data: unknown, facts: Facts): Row[] =>
  visiblePages(task, data, facts).flatMap((page) => {
    const given = answersOf(task, page, data) ?? {};
    return asked(page.questions, given, data, facts).flatMap((question) => rowsOf(question, given, facts));
  });

/** Every question that was asked and its answer in words, in the order of the form: what is frozen. Answers that no path leads to are not in it. */
export const readableCopy = (data: unknown, facts: Facts): string => {
  const shown = tasksOf(REFERRAL_FORM).filter(({ slug }) => slug !== 'check-your-answers');
  const sections = REFERRAL_FORM.sections
    .map(({ title, tasks }) => ({ title, tasks: tasks.filter((task) => shown.includes(task)) }))
    .filter(({ tasks }) => tasks.length > 0)
    .map(({ title, tasks }) => ({
      title,
      tasks: tasks.map((task) => ({ title: task.title, id: task.slug, content: contentOf(task, data, facts) })),
    }));
  return JSON.stringify({ sections });
};
