import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { contractOf, isNotInApi } from './replies';

/** At the start already: a route whose answer nobody states is in no document and in no test. */
@Injectable()
export class ReplyCheck implements OnModuleInit {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => this.openRoutesOf(metatype));
    if (open.length > 0) throw new Error(`Routes without @Replies or @NotInApi: ${open.join(', ')}`);
  }

  private openRoutesOf(controller: unknown): string[] {
    if (typeof controller !== 'function') return [];
    const prototype = (controller as Type).prototype as Record<string, object>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => {
        const method = prototype[name];
        const isRoute = method !== undefined && Reflect.hasMetadata(METHOD_METADATA, method);
        return isRoute && contractOf(method) === undefined && !isNotInApi(controller, method);
      })
      .map((name) => `${controller.name}.${name}`);
  }
}
