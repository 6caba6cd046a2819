import type { ErrorType } from './checks';
import { type Field, fieldsOf } from './fields';

/** Name of our constraint in class-validator's answers. */
export const BINDING = 'throughcare.binding';

/** Where under the field (`` or `[2]`), and what. */
export type FieldProblem = readonly [at: string, errorType: ErrorType];

/** What is no time is the problem of the other field. */
const isBeforeStart = (dto: object | undefined, { notBefore }: Field, value: unknown): boolean => {
  if (notBefore === undefined) return false;
  const start = (dto as Readonly<Record<string, unknown>>)[notBefore];
  return typeof start === 'string' && Date.parse(String(value)) < Date.parse(start);
};

/** What is wrong with one field of a DTO. Nested objects report their own fields by themselves. */
export const problemsOf = (dto: object | undefined, name: string, value: unknown): FieldProblem[] => {
  const field = fieldsOf(dto?.constructor ?? Object).get(name);
  if (!field) return [];
  if (value === undefined || value === null) return field.optional ? [] : [['', 'empty']];
  const check = (item: unknown): ErrorType | undefined =>
    item === undefined || item === null ? 'empty' : field.check?.(item);
  if (!field.list) {
    const problem = check(value) ?? (isBeforeStart(dto, field, value) ? 'beforeStart' : undefined);
    return problem ? [['', problem]] : [];
  }
  if (!Array.isArray(value)) return [['', 'expectedArray']];
  return value.flatMap((item: unknown, index): FieldProblem[] => {
    const problem = check(item);
    return problem ? [[`[${index}]`, problem]] : [];
  });
};

/** class-validator hands texts around, so the problems travel as one. */
export const describeProblems = (problems: readonly FieldProblem[]): string => JSON.stringify(problems);
export const readProblems = (text: string): FieldProblem[] => JSON.parse(text) as FieldProblem[];
