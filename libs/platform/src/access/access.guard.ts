import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { forbidden, unauthenticated } from '@throughcare/base/errors';
import type { Principal } from '../auth/principal';
import { TokenVerifier } from '../auth/token-verifier';
import { Members } from '../staff/members';
import { requireRole, type StaffMember } from '../staff/member';
import { accessRuleOf, type AccessRule } from './access-rule';
import { beginNote, type Note } from './asked';

export interface GuardedRequest {
  readonly headers: { readonly authorization?: string };
  principal?: Principal;
  member?: StaffMember;
  /** What the route has declared and what has been asked so far; tests compare them. */
  access?: { readonly rule: AccessRule; readonly asked: Note };
}

/** The token of an `Authorization: Bearer` header; the scheme is case-insensitive. */
export const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1];

/** Runs before every handler over HTTP: token, authority, member of staff, role. Events have no caller: their handlers pass. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(TokenVerifier) private readonly tokens: TokenVerifier,
    @Inject(ModuleRef) private readonly modules: ModuleRef,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const rule = accessRuleOf(context.getClass(), context.getHandler());
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const token = bearerOf(request.headers.authorization);
    if (token === undefined) throw unauthenticated('TOKEN_MISSING');
    const principal = await this.tokens.verify(token);
    request.principal = principal; // a refusal is kept with who was refused
    if (rule.kind === 'undeclared') throw forbidden('ROUTE_WITHOUT_AUTHORITY');
    if (!rule.authorities.some((authority) => principal.authorities.includes(authority))) {
      throw forbidden('AUTHORITY_REQUIRED');
    }
    if (rule.kind === 'staff') request.member = await this.member(principal);
    if (rule.kind === 'staff' && rule.roles.length > 0) requireRole(request.member as StaffMember, ...rule.roles);
    request.access = { rule, asked: beginNote(principal, request.member) };
    return true;
  }

  /** Asked once; the route has them as `@Me()`. */
  private member(caller: Principal): Promise<StaffMember> {
    return this.modules.get(Members, { strict: false }).require(caller);
  }
}
