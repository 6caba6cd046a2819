import { isBlank } from '@throughcare/platform/blank';
import { isObject, type PageAnswers } from './answers.rules';
import type { AnswerError } from './fields.rules';
import { canBeReleasedAs } from './release-types';

type PageCheck = (answers: PageAnswers) => readonly [field: string, errorType: AnswerError] | undefined;

const texts = (answers: PageAnswers, fields: readonly string[]): string[] =>
  fields.map((field) => answers[field]).map((value) => (typeof value === 'string' ? value.trim() : ''));

/** At least one part, numbers only, not all of them nothing. */
const sentenceLength: PageCheck = (answers) => {
  const parts = texts(answers, ['years', 'months', 'weeks', 'days']).filter((part) => part !== '');
  if (parts.length === 0) return ['lengthComponents', 'empty'];
  const isLength = parts.every((part) => /^\d{1,6}$/.test(part)) && parts.some((part) => Number(part) > 0);
  return isLength ? undefined : ['lengthComponents', 'invalid'];
};

const releaseType: PageCheck = ({ releaseTypes }) =>
  Array.isArray(releaseTypes) && canBeReleasedAs(releaseTypes as string[]) ? undefined : ['releaseTypes', 'invalid'];

const needs: PageCheck = ({ needs: chosen }) =>
  Array.isArray(chosen) && chosen.includes('none') && chosen.length > 1 ? ['needs', 'invalid'] : undefined;

const isAnswered = (value: unknown): boolean => typeof value === 'string' && !isBlank(value);

/** Every question that was imported has an answer; without an import there is at least one. */
const riskManagement: PageCheck = ({ riskManagementAnswers: answers, riskManagementSummaries: imported }) => {
  if (!isObject(answers)) return ['riskManagementAnswers', 'empty'];
  const questions = (Array.isArray(imported) ? imported : []).flatMap((row: unknown) =>
    isObject(row) && typeof row.questionNumber === 'string' ? [row.questionNumber] : [],
  );
  const isWhole =
    questions.length > 0
      ? questions.every((number) => isAnswered(answers[`Q${number}`]) || isAnswered(answers[number]))
      : Object.values(answers).some(isAnswered);
  return isWhole ? undefined : ['riskManagementAnswers', 'empty'];
};

/** A unit that is only a name, or only an id, was chosen in an older form and asks again. */
const practitioner: PageCheck = ({ pdu }) =>
  isObject(pdu) && isAnswered(pdu.id) && isAnswered(pdu.name) ? undefined : ['pdu', 'empty'];

/** Rules of a whole page, beside those of its fields. */
export const pageChecks: Readonly<Record<string, PageCheck>> = {
  'sentence-length': sentenceLength,
  'release-type': releaseType,
  needs,
  'risk-management-plan': riskManagement,
  'probation-practitioner': practitioner,
};
