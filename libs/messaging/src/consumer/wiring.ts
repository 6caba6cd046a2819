import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants';
import type { Reads } from './on-event';
import { sourcesOf } from './handlers';
import type { ConsumerTopology } from '../bus/topology/consumer-topology';

type ModuleLike = Type | DynamicModule;

const isType = (value: unknown): value is Type => typeof value === 'function';

const listOf = (module: Type, name: string): readonly unknown[] =>
  (Reflect.getMetadata(name, module) as readonly unknown[] | undefined) ?? [];

const partsOf = (module: ModuleLike) => {
  const type = isType(module) ? module : module.module;
  const own = isType(module) ? undefined : module;
  return {
    controllers: [...listOf(type, 'controllers'), ...(own?.controllers ?? [])].filter(isType),
    imports: [...listOf(type, 'imports'), ...(own?.imports ?? [])] as readonly ModuleLike[],
  };
};

/** Controllers of a module and of those it imports, some of them more than once. */
export const controllersOf = (module: ModuleLike): readonly Type[] => {
  const { controllers, imports } = partsOf(module);
  return [...controllers, ...imports.flatMap(controllersOf)];
};

/** That a consumer handles a type, and which fields of its data it reads; undefined: the whole contract. */
export interface Handled {
  readonly consumer: string;
  readonly type: string;
  readonly fields: readonly string[] | undefined;
}

const methodsOf = (controller: Type): readonly object[] =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object)).flatMap(({ value }) =>
    typeof value === 'function' ? [value as object] : [],
  );

const handledBy = (controller: Type): Handled[] =>
  methodsOf(controller).flatMap((method) => {
    const patterns = Reflect.getMetadata(PATTERN_METADATA, method) as readonly string[] | undefined;
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as
      { readonly consumer?: string; readonly reads?: Reads } | undefined;
    const { consumer, reads = {} } = extras ?? {};
    return consumer === undefined ? [] : (patterns ?? []).map((type) => ({ consumer, type, fields: reads[type] }));
  });

/** What a service's root module handles, read from its decorators: nothing is instantiated, nothing is connected. */
export const handledIn = (appModule: Type): readonly Handled[] =>
  [...new Set(controllersOf(appModule))].flatMap(handledBy);

/** Consumers of a service's root module, as {@link handledIn} finds them. */
export const wiringOf = (owner: string, appModule: Type): ConsumerTopology[] => {
  const handled = handledIn(appModule);
  const consumers = [...new Set(handled.map(({ consumer }) => consumer))].sort();
  return consumers.map((consumer) => {
    const types = handled.filter((each) => each.consumer === consumer).map(({ type }) => type);
    return { owner, consumer, sources: sourcesOf(types).sort(), types: [...new Set(types)].sort() };
  });
};
