import 'reflect-metadata';
import type { DynamicModule, Type } from '@nestjs/common';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants';
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

interface Declared {
  readonly consumer: string;
  readonly type: string;
}

const methodsOf = (controller: Type): readonly object[] =>
  Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object)).flatMap(({ value }) =>
    typeof value === 'function' ? [value as object] : [],
  );

const declaredBy = (controller: Type): Declared[] =>
  methodsOf(controller).flatMap((method) => {
    const patterns = Reflect.getMetadata(PATTERN_METADATA, method) as readonly string[] | undefined;
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as { consumer?: string } | undefined;
    const { consumer } = extras ?? {};
    return consumer === undefined ? [] : (patterns ?? []).map((type) => ({ consumer, type }));
  });

/** Consumers of a service's root module, read from its decorators: nothing is instantiated, nothing is connected. */
export const wiringOf = (owner: string, appModule: Type): ConsumerTopology[] => {
  const declared = [...new Set(controllersOf(appModule))].flatMap(declaredBy);
  const consumers = [...new Set(declared.map(({ consumer }) => consumer))].sort();
  return consumers.map((consumer) => {
    const types = declared.filter((each) => each.consumer === consumer).map(({ type }) => type);
    return { owner, consumer, sources: sourcesOf(types).sort(), types: [...new Set(types)].sort() };
  });
};
