import type { DataOf, EventDefinition, EventEnvelope } from './define-event';

type Optional<T, K extends keyof T> = undefined extends T[K] ? true : false;
type IsObject<T> = T extends readonly unknown[] ? false : T extends object ? true : false;

/** Names of a contract's fields: `crn`, `premises.postcode`; a `?` after what may be absent, or after what the reader copes without. */
export type FieldOf<T> = {
  [K in keyof T & string]: IsObject<NonNullable<T[K]>> extends true
    ? `${K}${Optional<T, K> extends true ? '?' : ''}.${FieldOf<NonNullable<T[K]>>}`
    : Optional<T, K> extends true
      ? `${K}?`
      : K | `${K}?`;
}[keyof T & string];

type Head<Field extends string> = Field extends `${infer First}.${string}` ? First : Field;
type Tail<Field extends string, First extends string> = Field extends `${First}.${infer Rest}` ? Rest : never;
type At<T, Name extends string, Rest extends string> = Name extends keyof T
  ? [Rest] extends [never]
    ? NonNullable<T[Name]>
    : Only<NonNullable<T[Name]>, Rest>
  : never;

/** The named fields of some data, and no others. */
export type Only<T, Field extends string> = {
  readonly [First in Head<Field> as First extends `${string}?` ? never : First]: At<T, First, Tail<Field, First>>;
} & {
  readonly [First in Head<Field> as First extends `${infer Name}?` ? Name : never]?:
    (First extends `${infer Name}?` ? At<T, Name, Tail<Field, First>> : never) | undefined;
};

/** What one consumer reads of one event. */
export interface Read<D extends EventDefinition = EventDefinition, Field extends string = string> {
  readonly definition: D;
  readonly fields: readonly Field[];
}

/** The event as its reader sees it: the fields that were declared, and no others. Of several reads a union, told apart by `type`. */
export type ReadOf<R extends Read> =
  R extends Read<infer D, infer Field>
    ? D extends EventDefinition
      ? EventEnvelope<D['type'], Only<DataOf<D>, Field>>
      : never
    : never;

type FieldOfAll<D extends EventDefinition> = D extends EventDefinition ? (field: FieldOf<DataOf<D>>) => void : never;
/** Fields that every one of the contracts has. */
type SharedField<D extends EventDefinition> =
  FieldOfAll<D> extends (field: infer Field) => void ? Extract<Field, string> : never;

/** Declares which fields a consumer reads: those must stay in the contract, and the handler's type has no others. */
export const defineRead = <const D extends EventDefinition, const Field extends FieldOf<DataOf<D>>>(
  definition: D,
  fields: readonly Field[],
): Read<D, Field> => ({ definition, fields });

/** {@link defineRead} of the same fields of several events. */
export const defineReads = <const D extends EventDefinition, const Field extends SharedField<D>>(
  definitions: readonly D[],
  fields: readonly Field[],
): readonly Read<D, Field>[] => definitions.map((definition) => ({ definition, fields }));
