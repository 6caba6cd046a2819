import { pending } from './pending';

export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  /** Also takes the value as form text: `"60"`, `"true"`; `""` is absent. Query parameters always do. */
  readonly form?: boolean;
}
/** A string. Blank (only spaces) counts as `empty` unless `blank` is true. */
export const Text = (_o?: FieldOptions & { max?: number; blank?: boolean }): PropertyDecorator => pending();
export const Uuid = (_o?: FieldOptions): PropertyDecorator => pending();
/** `yyyy-MM-dd`, a day that exists. */
export const Day = (_o?: FieldOptions): PropertyDecorator => pending();
/** ISO 8601 with `Z` or an offset. */
export const Instant = (_o?: FieldOptions): PropertyDecorator => pending();
export const Int = (_o?: FieldOptions & { min?: number; max?: number }): PropertyDecorator => pending();
export const Num = (_o?: FieldOptions & { min?: number; max?: number }): PropertyDecorator => pending();
export const Flag = (_o?: FieldOptions): PropertyDecorator => pending();
export const OneOf = (
  _values: readonly string[],
  _o?: FieldOptions & { unknownAsAbsent?: boolean },
): PropertyDecorator => pending();
/** Any JSON object, kept as it came: key order included. */
export const AnyObject = (_o?: FieldOptions): PropertyDecorator => pending();
export const Nested = (_type: () => new () => object, _o?: FieldOptions): PropertyDecorator => pending();
export const ListOf = (
  _item: 'text' | 'uuid' | 'day' | readonly string[] | (() => new () => object),
  _o?: FieldOptions,
): PropertyDecorator => pending();
/** May be missing or null. Without it a field is required: missing, null and blank are `empty`. */
export const Optional = (): PropertyDecorator => pending();
