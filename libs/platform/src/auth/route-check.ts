import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { accessRuleOf } from './access-rule';

type Handler = (...args: never[]) => unknown;

/** Deny by default, at the start already: a route that states no authority is a mistake, not a public route. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclaredRoutesOf(metatype));
    if (open.length > 0) throw new Error(`Routes without @Authority or @Public: ${open.join(', ')}`);
  }

  private undeclaredRoutesOf(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype = controller.prototype as Record<string, Handler>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => {
        const method = prototype[name];
        const isRoute = method !== undefined && Reflect.hasMetadata(METHOD_METADATA, method);
        return isRoute && accessRuleOf(controller, method).kind === 'undeclared';
      })
      .map((name) => `${controller.name}.${name}`);
  }
}
