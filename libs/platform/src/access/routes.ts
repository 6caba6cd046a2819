import { Inject, Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessRuleOf, type AccessRule } from './access-rule';
import { READS } from '../auth/decorators';

type Handler = (...args: never[]) => unknown;

export interface DeclaredRoute {
  /** `PremisesController.search` */
  readonly handler: string;
  /** `GET` */
  readonly method: string;
  /** `/cas3/v2/premises/:premisesId` */
  readonly path: string;
  readonly rule: AccessRule;
  /** It changes nothing: a GET, or a POST with `@Reads`. */
  readonly reads: boolean;
  readonly controller: Type;
  /** The method, which has its decorators. */
  readonly target: object;
}

const pathOf = (...parts: readonly (string | undefined)[]): string =>
  `/${parts
    .map((part) => (part ?? '').replaceAll(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/')}`;

const onlyReads = (controller: object, method: object): boolean =>
  [method, controller]
    .map((target) => Reflect.getMetadata(READS, target) as boolean | undefined)
    .find((reads) => reads !== undefined) ?? false;

/** Every route of the application with what it declares, in the order of its controllers. */
@Injectable()
export class Routes {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  all(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => this.routesOf(metatype));
  }

  private routesOf(controller: unknown): DeclaredRoute[] {
    if (typeof controller !== 'function') return [];
    const type = controller as Type;
    const prototype = type.prototype as Record<string, Handler>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      const path = pathOf(
        Reflect.getMetadata(PATH_METADATA, controller) as string | undefined,
        Reflect.getMetadata(PATH_METADATA, handler) as string | undefined,
      );
      const reads = method === 'GET' || onlyReads(controller, handler);
      const rule = accessRuleOf(controller, handler);
      return [{ handler: `${controller.name}.${name}`, method, path, rule, reads, controller: type, target: handler }];
    });
  }
}
