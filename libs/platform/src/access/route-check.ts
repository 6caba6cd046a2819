import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Members } from '../staff/members';
import type { AccessRule } from './access-rule';
import { Routes } from './routes';

const isDeclared = (rule: AccessRule): boolean => rule.kind === 'public' || ('reach' in rule && rule.reach.length > 0);

/** Deny by default, at the start already: a route that does not say whom it is for is a mistake, not a public route. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    @Inject(Routes) private readonly routes: Routes,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  onModuleInit(): void {
    const routes = this.routes.all();
    const open = routes.filter(({ rule }) => !isDeclared(rule));
    if (open.length > 0)
      throw new Error(
        `Routes without @Public, or @Staff or @Authority with @Reach: ${open.map(({ handler }) => handler).join(', ')}`,
      );
    if (routes.some(({ rule }) => rule.kind === 'staff')) this.modules.get(Members, { strict: false });
  }
}
