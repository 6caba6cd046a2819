import type { Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { getMetadataStorage } from 'class-validator';
import { fieldsOf } from './fields';

interface Argument {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
}

/** One parameter of a handler that comes from the address of the request. */
export interface AddressParameter {
  readonly kind: 'query' | 'param';
  /** Undefined: all of them, as a class. */
  readonly name: string | undefined;
  readonly type: Type | undefined;
  readonly pipes: readonly unknown[];
}

const KINDS = new Map<number, AddressParameter['kind']>([
  [RouteParamtypes.QUERY, 'query'],
  [RouteParamtypes.PARAM, 'param'],
]);

/** What a handler of a controller reads from the address, as its decorators say. */
export const addressParametersOf = (controller: Type, method: string): readonly AddressParameter[] => {
  const given = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as Type[];
  return Object.entries(given).flatMap(([key, { index, data, pipes = [] }]) => {
    const kind = KINDS.get(Number(key.split(':')[0]));
    const name = typeof data === 'string' ? data : undefined;
    return kind ? [{ kind, name, type: types[index], pipes }] : [];
  });
};

/** Names of a DTO's fields, those of class-validator's own decorators included. */
export const fieldNamesOf = (type: Type): readonly string[] => [
  ...fieldsOf(type).keys(),
  ...getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .map(({ propertyName }) => propertyName),
];

/** `GET /things/:id`-like text for messages; undefined when the method is no route. */
export const routeOf = (controller: Type, method: string): string | undefined => {
  const handler = (controller.prototype as Record<string, object | undefined>)[method];
  if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return undefined;
  return `${controller.name}.${method} (${String(Reflect.getMetadata(PATH_METADATA, handler))})`;
};
