import { Injectable, Param } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { invalid, invalidField } from '@throughcare/base/errors';
import { bind, readText } from './bind';
import { textCheck, uuidCheck } from './checks';
import type { DtoClass } from './fields';

const UNBOUND: readonly unknown[] = [String, Array, Object, Promise, Buffer, undefined];

const readPrimitive = (value: unknown, form: 'number' | 'boolean', name = ''): unknown => {
  if (value === undefined || value === '') return undefined;
  const read = typeof value === 'string' ? readText(value, form) : value;
  if (typeof read === form) return read;
  throw invalidField(`$.${name}`, form === 'number' ? 'expectedNumber' : 'expectedBoolean');
};

/** What a name stands for that is there twice is not for us to guess. */
const readOnce = (value: unknown, name = ''): unknown => {
  if (value === undefined || typeof value === 'string') return value;
  throw invalidField(`$.${name}`, 'expectedString');
};

/** For every route: bodies and queries become checked DTOs; `@Query('page') page: number` is read as the number it says. */
@Injectable()
export class BindingPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype, data }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom') return value;
    if (type !== 'body' && metatype === Number) return readPrimitive(value, 'number', data);
    if (type !== 'body' && metatype === String) return readOnce(value, data);
    if (type !== 'body' && metatype === Boolean) return readPrimitive(value, 'boolean', data);
    if (metatype === undefined || UNBOUND.includes(metatype) || metatype === Number || metatype === Boolean)
      return value;
    const bound = await bind(metatype as DtoClass, value, type === 'body' ? 'json' : 'text');
    if ('dto' in bound) return bound.dto;
    throw invalid('INVALID_FIELD', { invalidParams: bound.problems });
  }
}

const MOST = 200;

/** `@Param('name', NameParam) name: string`: a name or number of others' making. What cannot be stored or seen is a 400; what nobody is called is its handler's 404. */
@Injectable()
export class NameParam implements PipeTransform<string, string> {
  transform(value: string, { data = 'name' }: ArgumentMetadata): string {
    const problem = textCheck({ max: MOST, blank: true })(value);
    if (problem !== undefined || /\p{Cc}/u.test(value)) throw invalidField(`$.${data}`, problem ?? 'invalid');
    return value;
  }
}

/** An id in a path, in lower case; anything but a UUID is a 400 on `$.<name>`. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data = 'id' }: ArgumentMetadata): string {
    if (uuidCheck(value) !== undefined) throw invalidField(`$.${data}`, 'invalid');
    return value.toLowerCase();
  }
}

/** `@Id('premisesId') premisesId: string`: the one way to take an id from a path. */
export const Id = (name: string): ParameterDecorator => Param(name, IdPipe);
