// Every route of the services as their decorators say it: the operations API stands in no document.
import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { controllersOf } from '@throughcare/messaging/topology';
import { fieldNamesOf } from '@throughcare/platform/dto/parameters';
import { OperationsModule } from '@throughcare/platform/operations/operations.module';
import { type ServiceName, root } from '../settings';
import type { Operation, Schema } from './operations';

interface Argument {
  readonly index: number;
  readonly data?: unknown;
}
interface Described {
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly format?: string;
  readonly enum?: readonly unknown[];
}

const kinds = new Map<unknown, string>([
  [Boolean, 'boolean'],
  [Number, 'integer'],
]);

const schemaOf = (type: Type): Schema => {
  const described = (name: string) =>
    (Reflect.getMetadata('swagger/apiModelProperties', type.prototype as object, name) ?? {}) as Described;
  const one = ({ type: kind, isArray, format, enum: words }: Described): Schema => {
    const plain = { type: kinds.get(kind) ?? 'string', ...(format && { format }), ...(words && { enum: words }) };
    return isArray ? { items: plain } : plain;
  };
  return { properties: Object.fromEntries(fieldNamesOf(type).map((name) => [name, one(described(name))])) };
};

/** Types of what a handler reads of this kind: a class, or nothing where it takes one value by its name. */
const readBy = (controller: Type, name: string, kind: RouteParamtypes) => {
  const given = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, Argument>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ?? []) as Type[];
  return Object.entries(given)
    .filter(([key]) => Number(key.split(':')[0]) === Number(kind))
    .flatMap(([, { index, data }]) => (typeof data === 'string' ? { name: data } : { type: types[index] }));
};

const queryOf = (controller: Type, name: string): string[] =>
  readBy(controller, name, RouteParamtypes.QUERY).flatMap((one) =>
    'name' in one ? [one.name] : one.type ? fieldNamesOf(one.type) : [],
  );

const bodyOf = (controller: Type, name: string): Schema | undefined => {
  const [read] = readBy(controller, name, RouteParamtypes.BODY);
  return read && 'type' in read && read.type ? schemaOf(read.type) : undefined;
};

const textsOf = (path: unknown): string[] => [path].flat().map(String);

const templateOf = (...parts: readonly string[]): string =>
  `/${parts.join('/')}`
    .replace(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/:(\w+)/g, '{$1}');

const routesOf = (controller: Type, base: string): Operation[] =>
  Object.entries(Object.getOwnPropertyDescriptors(controller.prototype as object)).flatMap(([name, { value }]) => {
    if (typeof value !== 'function') return [];
    const handler = value as object;
    const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const prefixes = textsOf(Reflect.getMetadata(PATH_METADATA, controller) ?? '');
    const paths = textsOf(Reflect.getMetadata(PATH_METADATA, handler) ?? '');
    const body = bodyOf(controller, name);
    return prefixes.flatMap((prefix) =>
      paths.map((path) => ({
        method: RequestMethod[method] ?? 'GET',
        base,
        template: templateOf(prefix, path),
        isBuilt: true,
        query: queryOf(controller, name),
        ...(body && { body }),
      })),
    );
  });

const load = createRequire(__filename);

/** Routes of a built service. */
export const routesIn = (service: ServiceName, base: string): Operation[] => {
  const { AppModule } = load(join(root, 'services', service, 'dist/app.module')) as { AppModule: Type };
  const controllers = new Set([...controllersOf(AppModule), ...controllersOf(OperationsModule)]);
  return [...controllers].flatMap((controller) => routesOf(controller, base));
};
