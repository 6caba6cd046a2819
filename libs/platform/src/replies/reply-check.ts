import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { contractOf, isNotInApi } from './replies';

/** Controllers that do not say yet what they answer. The list only shrinks. */
const NOT_YET: ReadonlySet<string> = new Set([
  ...[
    'AllocationController',
    'AssessmentController',
    'TimelineController',
    'ApplicationController',
    'RevisionsController',
  ],
  ...['PersonController', 'PathwayController', 'EventDetailController', 'SyncController', 'StaffController'],
  ...['PeopleController', 'SyncOperationsController', 'HmppsMessagesController', 'HmppsConsumersController'],
  ...['QuarantineController', 'QueueAdminController', 'EdgeController', 'PersonKeysController', 'EventsController'],
  ...['ServiceController', 'ReplaysController', 'DeadLettersController', 'ConsumersController', 'DatabaseController'],
]);

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
    if (typeof controller !== 'function' || NOT_YET.has(controller.name)) return [];
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
