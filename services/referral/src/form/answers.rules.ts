import { isDay } from '@throughcare/platform/calendar';
import { tasks, type PageRule } from './form';

export type PageAnswers = Readonly<Record<string, unknown>>;

/** A page that the practitioner came to, with what they answered; no answers when the page was never saved. */
export interface Visit {
  readonly page: string;
  readonly rule: PageRule;
  readonly answers: PageAnswers | undefined;
}

export const isObject = (value: unknown): value is PageAnswers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const stored = (data: unknown, task: string, page: string): PageAnswers | undefined => {
  const answers = memberOf(memberOf(data, task), page);
  return isObject(answers) ? answers : undefined;
};

/** The practitioner's details may each be corrected on a page of their own, which then counts. */
const practitioner = (data: unknown): PageAnswers | undefined => {
  const kept = stored(data, 'contact-details', 'probation-practitioner');
  const corrected = ['name', 'email', 'phone'].flatMap((field) => {
    const text = stored(data, 'contact-details', `practitioner-${field}`)?.[field];
    return typeof text === 'string' && text.trim() !== '' ? [[field, text] as const] : [];
  });
  const unit = stored(data, 'contact-details', 'practitioner-pdu');
  const chosen = typeof unit?.id === 'string' && typeof unit.name === 'string' ? [['pdu', unit] as const] : [];
  return kept && { ...kept, ...Object.fromEntries<unknown>([...corrected, ...chosen]) };
};

/** What was answered on one page. */
export const answersOf = (data: unknown, task: string, page: string): PageAnswers | undefined =>
  page === 'probation-practitioner' ? practitioner(data) : stored(data, task, page);

/** True when a field is this value, or a list with it. */
export const holds = (value: unknown, wanted: unknown): boolean =>
  Array.isArray(value) ? value.includes(wanted) : value === wanted && wanted !== undefined;

const nextOf = ({ next = [], then }: PageRule, answers: PageAnswers): string | null | undefined => {
  const found = next.find(({ field, is, isField }) => holds(answers[field], isField ? answers[isField] : is));
  return found ? found.page : then;
};

const asksSomething = ({ fields, blocks }: PageRule) => blocks === true || Object.keys(fields).length > 0;

/** The pages of a task that the answers lead through; it ends at the first page that was never answered. */
export const visits = (data: unknown, task: string): readonly Visit[] => {
  const rules = tasks[task];
  const visited = new Map<string, Visit>();
  let page: string | null | undefined = rules?.first;
  while (page && !visited.has(page)) {
    const rule: PageRule | undefined = rules?.pages[page];
    if (!rule) break;
    const answers = answersOf(data, task, page);
    visited.set(page, { page, rule, answers });
    if (!answers && asksSomething(rule)) break;
    page = nextOf(rule, answers ?? {});
  }
  return [...visited.values()];
};

/** The answer to one question if the answers lead to its page. What is left over from another path was not asked. */
export const asked = (data: unknown, task: string, page: string, field: string): unknown =>
  visits(data, task).find((visit) => visit.page === page)?.answers?.[field];

const TYPED = /^\s*(\d{4})\s*-\s*(\d{1,2})\s*-\s*(\d{1,2})\s*$/;

/** A day as it was typed: `2026-11- 3` is the 3rd. Undefined for what is no day. */
export const readDay = (value: unknown): string | undefined => {
  const [, year, month = '', day = ''] = TYPED.exec(typeof value === 'string' ? value : '') ?? [];
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return year && isDay(text) ? text : undefined;
};
