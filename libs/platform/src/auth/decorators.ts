import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Principal } from './principal';

export const AUTHORITY = 'throughcare:authority';
export const PUBLIC = 'throughcare:public';
export const READS = 'throughcare:reads';

/** Lets in callers who have any one of these authorities. On a method it replaces what the class says. */
export const Authority = (...anyOf: [string, ...string[]]) => SetMetadata(AUTHORITY, anyOf);

/** Lets everyone in, without a token. */
export const Public = () => SetMetadata(PUBLIC, true);

/** A `POST` that changes nothing, because what it asks for belongs into no address: it is answered anew each time, whatever its `Idempotency-Key`. */
export const Reads = (reads = true) => SetMetadata(READS, reads);

/** The caller: `@CurrentUser() user: Principal`. On a public route it throws: nobody has been asked who they are. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<{ principal?: Principal }>();
  if (!principal) throw new Error('@CurrentUser on a route without @Authority');
  return principal;
});
