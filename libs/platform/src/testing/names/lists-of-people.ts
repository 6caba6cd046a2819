import { z } from 'zod';
import { contractOf } from '../../replies/replies';

/** What a list is asked: words of a name, an order, a page. A list takes what it has a parameter for. */
export interface Question {
  readonly crnOrName: string;
  /** For lists with a choice of orders, of lists or of days: any number. */
  readonly choice: number;
  readonly direction: 'asc' | 'desc';
  readonly page: number;
  readonly perPage: number;
}
export interface Asked {
  readonly path: string;
  /** Of a POST. */
  readonly body?: unknown;
}

/** The routes of a service that list people, by their names: `GET /cas3/assessments`. */
export interface ListsOfPeople<Kit = never> {
  /** Tried with two hundred questions each by {@link keepsNames}. */
  readonly asked?: Readonly<Record<string, (question: Question, kit: Kit) => Asked>>;
  /** Where no name decides what is found, and why. */
  readonly byNumber?: Readonly<Record<string, string>>;
}

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

/** Whether a list somewhere in it has items that say a CRN somewhere in them. */
const listsCrns = (schema: unknown, definitions: Schema, isInList = false, seen: readonly string[] = []): boolean => {
  if (!isSchema(schema)) return false;
  const { $ref: reference } = schema;
  if (typeof reference === 'string') {
    const mark = `${reference} ${isInList}`;
    if (seen.includes(mark)) return false;
    return listsCrns(definitions[reference.split('/').at(-1) ?? ''], definitions, isInList, [...seen, mark]);
  }
  if (isInList && isSchema(schema['properties']) && 'crn' in schema['properties']) return true;
  return Object.entries(schema)
    .filter(([name]) => name !== '$defs')
    .some(([name, below]) => listsCrns(below, definitions, isInList || name === 'items', seen));
};

/** Whether what the handler answers is a list of people, or of things about people. */
export const isListOfPeople = (handler: object): boolean => {
  const body = contractOf(handler)?.body;
  if (body === undefined || typeof body === 'string') return false;
  const schema = z.toJSONSchema(body, { unrepresentable: 'any' }) as Schema;
  return listsCrns(schema, (schema['$defs'] ?? {}) as Schema);
};

export const declaredLists = ({ asked, byNumber }: ListsOfPeople<never>): string[] =>
  Object.keys({ ...asked, ...byNumber }).toSorted();
