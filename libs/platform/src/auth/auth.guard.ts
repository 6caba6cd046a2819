import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { forbidden, unauthenticated } from '@throughcare/base/errors';
import { accessRuleOf } from './access-rule';
import type { Principal } from './principal';
import { TokenVerifier } from './token-verifier';

interface AuthenticatedRequest {
  readonly headers: { readonly authorization?: string };
  principal?: Principal;
}

/** The token of an `Authorization: Bearer` header; the scheme is case-insensitive. */
export const bearerOf = (header: string | undefined): string | undefined =>
  /^Bearer +([^\s]+)$/i.exec(header ?? '')?.[1];

/** Runs before every handler over HTTP. Events have no caller: their handlers pass. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@Inject(TokenVerifier) private readonly tokens: TokenVerifier) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const rule = accessRuleOf(context.getClass(), context.getHandler());
    if (rule.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    const token = bearerOf(request.headers.authorization);
    if (token === undefined) throw unauthenticated('TOKEN_MISSING');
    const principal = await this.tokens.verify(token);
    request.principal = principal; // a refusal is kept with who was refused
    if (rule.kind === 'undeclared') throw forbidden('ROUTE_WITHOUT_AUTHORITY');
    if (!rule.anyOf.some((authority) => principal.authorities.includes(authority))) {
      throw forbidden('AUTHORITY_REQUIRED');
    }
    return true;
  }
}
