import { getMetadataStorage, validate } from 'class-validator';
import type { ValidationError } from 'class-validator';
import type { InvalidParam } from '@throughcare/base/errors';
import { isPlainObject } from './checks';
import { fieldsOf, isExact } from './fields';
import type { DtoClass, Field, TextForm } from './fields';
import { BINDING, readProblems } from './problems';

/** Where the values come from: JSON keeps its types, text has to be read. */
export type Source = 'json' | 'text';

/** Text as the type it stands for; what cannot be read stays as it is and fails its check. */
export const readText = (text: string, form: TextForm): unknown => {
  const trimmed = text.trim();
  if (form === 'number') return /^[+-]?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : text;
  if (form === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : text;
  return text;
};

const fromText = (value: unknown, field: Field, source: Source): unknown => {
  if (field.list && source === 'text') {
    const given = [value].flat().filter((item) => item !== '' && item !== undefined);
    return given.length > 0 ? given : undefined;
  }
  if (typeof value !== 'string') return value;
  return value.trim() === '' ? undefined : readText(value, field.form);
};

const bindValue = (given: unknown, field: Field, source: Source): unknown => {
  const value = source === 'text' || field.acceptsText ? fromText(given, field, source) : given;
  if (value === null && field.optional) return field.keepNull ? null : undefined;
  if (value === undefined) return undefined;
  if (field.dropUnknown && !field.dropUnknown.includes(value as string)) return undefined;
  const { nested } = field;
  if (!nested) return value;
  const bindOne = (item: unknown) => (isPlainObject(item) ? bindFields(nested(), item, source) : item);
  return field.list && Array.isArray(value) ? value.map(bindOne) : bindOne(value);
};

/** Our fields and those that only class-validator's own decorators describe. What would pass unchecked is a mistake and throws. */
const namesOf = (type: DtoClass): Set<string> => {
  const validated = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  const unbound = validated.find(
    ({ type: kind, propertyName }) => kind === 'nestedValidation' && !fieldsOf(type).has(propertyName),
  );
  if (unbound)
    throw new Error(`${type.name}.${unbound.propertyName}: use @Nested or @ListOf instead of @ValidateNested`);
  const names = new Set([...fieldsOf(type).keys(), ...validated.map((metadata) => metadata.propertyName)]);
  if (names.size === 0) throw new Error(`${type.name} describes no field: it cannot be bound`);
  return names;
};

/** A DTO with the fields it declares and nothing else: unknown members are left behind, nothing is converted by guessing. */
const bindFields = (type: DtoClass, given: Record<string, unknown>, source: Source): object => {
  const dto = new type() as Record<string, unknown>;
  // Declared members exist as undefined; left in, they would overwrite in `{ ...row, ...dto }`.
  for (const name of Object.keys(dto)) if (dto[name] === undefined) delete dto[name];
  const fields = fieldsOf(type);
  for (const name of namesOf(type)) {
    if (!Object.hasOwn(given, name)) continue;
    const field = fields.get(name);
    const value = field ? bindValue(given[name], field, source) : given[name];
    if (value !== undefined) dto[name] = value;
  }
  return dto;
};

/** How class-validator's own constraints are called in `errorType`. */
const NAMES: Readonly<Record<string, string>> = {
  isDefined: 'empty',
  isNotEmpty: 'empty',
  isString: 'expectedString',
  isNumber: 'expectedNumber',
  isInt: 'expectedNumber',
  isBoolean: 'expectedBoolean',
  isArray: 'expectedArray',
  isObject: 'expectedObject',
  nestedValidation: 'expectedObject',
};
const ORDER = ['empty', 'expectedString', 'expectedNumber', 'expectedBoolean', 'expectedArray', 'expectedObject'];

const ofForeignConstraints = ({ constraints = {}, value }: ValidationError): string | undefined => {
  const found = Object.keys(constraints).map((name) => NAMES[name] ?? 'invalid');
  if (found.length === 0) return undefined;
  if (value === undefined || value === null) return 'empty';
  return ORDER.find((errorType) => found.includes(errorType)) ?? 'invalid';
};

const paramsOf = (error: ValidationError, parent: string, inList: boolean): InvalidParam[] => {
  const path = inList ? `${parent}[${error.property}]` : `${parent}.${error.property}`;
  const { [BINDING]: own, ...constraints } = error.constraints ?? {};
  const foreign = ofForeignConstraints({ ...error, constraints });
  const here = own
    ? readProblems(own).map(([at, errorType]) => ({ propertyName: path + at, errorType }))
    : foreign
      ? [{ propertyName: path, errorType: foreign }]
      : [];
  const below = (error.children ?? []).flatMap((child) => paramsOf(child, path, Array.isArray(error.value)));
  return [...here, ...below];
};

/** The nested DTOs of one field, with their paths. */
const nestedIn = (dto: object, { name, list }: Field, path: string): [string, object][] => {
  const value = (dto as Record<string, unknown>)[name];
  const items: readonly unknown[] = list ? (Array.isArray(value) ? value : []) : [value];
  return items.flatMap((item, i) => (isPlainObject(item) ? [[`${path}.${name}${list ? `[${i}]` : ''}`, item]] : []));
};

/** All problems of all fields at once; empty when the DTO can be used. */
const problemsIn = async (dto: object, path: string): Promise<InvalidParam[]> => {
  const errors = await validate(dto, { forbidUnknownValues: false });
  const own = errors.flatMap((error) => paramsOf(error, path, false));
  const nested = [...fieldsOf(dto.constructor).values()].filter((field) => field.nested);
  const below = nested.flatMap((field) => nestedIn(dto, field, path));
  return [...own, ...(await Promise.all(below.map(([at, item]) => problemsIn(item, at)))).flat()];
};

/** Members that an exact class does not know. Their names are the client's own words, so they are not repeated. */
const strangersIn = (type: DtoClass, given: unknown, path: string): InvalidParam[] => {
  if (Array.isArray(given)) return given.flatMap((item, at) => strangersIn(type, item, `${path}[${at}]`));
  if (!isPlainObject(given)) return [];
  const known = isExact(type) ? namesOf(type) : undefined;
  const here =
    known && Object.keys(given).some((name) => !known.has(name)) ? [{ propertyName: path, errorType: 'unknown' }] : [];
  const below = [...fieldsOf(type).values()].flatMap(({ name, nested }) =>
    nested ? strangersIn(nested(), given[name], `${path}.${name}`) : [],
  );
  return [...here, ...below];
};

/** Binds and checks. Answers with the DTO, or with every problem there is. */
export const bind = async <T extends object>(
  type: new () => T,
  given: unknown,
  source: Source = 'json',
): Promise<{ dto: T } | { problems: InvalidParam[] }> => {
  if (given !== undefined && given !== null && !isPlainObject(given)) {
    return { problems: [{ propertyName: '$', errorType: 'expectedObject' }] };
  }
  const dto = bindFields(type, given ?? {}, source) as T;
  const problems = [...strangersIn(type, given, '$'), ...(await problemsIn(dto, '$'))];
  return problems.length > 0 ? { problems } : { dto };
};
