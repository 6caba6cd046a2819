import type { Check } from './checks';

export type DtoClass = new () => object;

/** How a value that arrived as text (query, form) is read before it is checked. */
export type TextForm = 'text' | 'number' | 'boolean';

/** What our decorators remember about a field: enough to bind it without guessing. */
export interface Field {
  readonly name: string;
  readonly form: TextForm;
  /** Also from JSON the value may come as form text. */
  readonly acceptsText: boolean;
  readonly optional: boolean;
  /** Null says something else than left out. */
  readonly keepNull?: boolean;
  readonly list: boolean;
  readonly check?: Check;
  readonly nested?: () => DtoClass;
  /** Another field, a time like this one, that may not lie behind it. */
  readonly notBefore?: string;
  /** An unknown value counts as not given. */
  readonly dropUnknown?: readonly string[];
}

const FIELDS = Symbol('throughcare.dto-fields');

/** The fields of a DTO class, those of its parents first. */
export const fieldsOf = (type: object): ReadonlyMap<string, Field> =>
  (Reflect.getMetadata(FIELDS, type) as ReadonlyMap<string, Field> | undefined) ?? new Map<string, Field>();

const EMPTY = { form: 'text', acceptsText: false, optional: false, list: false } as const;

const EXACT = Symbol('throughcare.exact-dto');

/** For bodies of our own clients that choose what happens: a member that nobody knows is refused, where others leave it behind. */
export const Exact = (): ClassDecorator => (type) => Reflect.defineMetadata(EXACT, true, type);
export const isExact = (type: object): boolean => Reflect.getMetadata(EXACT, type) === true;

/** Adds to what is known of a field. Decorators may come in any order. */
export const describeField = (target: object, property: string | symbol, facts: Partial<Field>): void => {
  const name = String(property);
  const known = fieldsOf(target.constructor);
  const field = { ...(known.get(name) ?? { ...EMPTY, name }), ...facts };
  Reflect.defineMetadata(FIELDS, new Map([...known, [name, field]]), target.constructor);
};
