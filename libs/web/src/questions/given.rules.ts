import { isObject } from '@throughcare/forms/answers.rules';
import { type Page, type PageAnswers, type Question, questionsOf } from '@throughcare/forms/form';
import { type Values, readDayParts, withoutHidden } from '../fields';

const DAY_PARTS = ['day', 'month', 'year'] as const;
const ADDRESS_PARTS = ['addressLine1', 'addressLine2', 'addressTown', 'addressPostcode'] as const;

const textIn = (values: Values, name: string): string => {
  const value = values[name] ?? '';
  return typeof value === 'string' ? withoutHidden(value).trim() : '';
};

/** A day and its three parts, as existing clients keep it. What is no day is kept as it was typed, so that no words are lost. */
const dayGiven = (field: string, values: Values): PageAnswers => {
  const [day = '', month = '', year = ''] = DAY_PARTS.map((part) => textIn(values, `${field}-${part}`));
  const outcome = readDayParts({ day, month, year });
  const isTyped = day !== '' && month !== '' && year !== '';
  const whole = 'data' in outcome ? outcome.data : isTyped ? `${year}-${month}-${day}` : '';
  return { [field]: whole, [`${field}-day`]: day, [`${field}-month`]: month, [`${field}-year`]: year };
};

const answerTo = ({ field, kind }: Question, values: Values): PageAnswers => {
  if (kind === 'derived' || kind === 'imported') return {};
  if (kind === 'checkboxes') return { [field]: [values[field] ?? []].flat() };
  if (kind === 'day') return dayGiven(field, values);
  if (kind !== 'address') return { [field]: textIn(values, field) };
  const lines = ADDRESS_PARTS.map((part) => [part, textIn(values, `${field}-${part}`)] as const);
  // Nothing typed is no address, and not an empty one.
  return { [field]: lines.every(([, line]) => line === '') ? '' : Object.fromEntries(lines) };
};

/** What a page keeps of what was typed, as `data[task][page]` has it; also what stands beneath an option that was not chosen. */
export const givenFrom = (page: Page, values: Values): PageAnswers =>
  Object.assign({}, ...questionsOf(page).map((question) => answerTo(question, values))) as PageAnswers;

const dayValues = (field: string, stored: PageAnswers): Values => {
  const [year = '', month = '', day = ''] = textOf(stored[field]).split('-');
  const whole = { day, month, year };
  const pairs = DAY_PARTS.map((part) => {
    const own = stored[`${field}-${part}`];
    return [`${field}-${part}`, typeof own === 'string' ? textOf(own) : whole[part].replace(/^0/, '')];
  });
  return Object.fromEntries(pairs) as Values;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? withoutHidden(value) : '');

const valuesOfOne = ({ field, kind }: Question, stored: PageAnswers): Values => {
  const value = stored[field];
  if (kind === 'day') return dayValues(field, stored);
  if (kind === 'checkboxes') return { [field]: [value ?? []].flat().filter((one) => typeof one === 'string') };
  if (kind !== 'address') return { [field]: textOf(value) };
  const lines = isObject(value) ? value : {};
  return Object.fromEntries(ADDRESS_PARTS.map((part) => [`${field}-${part}`, textOf(lines[part])]));
};

/** What stands in the inputs of a page for what is kept of it; anything may be kept. */
export const valuesFrom = (page: Page, stored: PageAnswers = {}): Values =>
  Object.assign({}, ...questionsOf(page).map((question) => valuesOfOne(question, stored))) as Values;
