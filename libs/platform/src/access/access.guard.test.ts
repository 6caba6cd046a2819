import type { ExecutionContext } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { AccessGuard, bearerOf } from './access.guard';
import { Authority, Public } from '../auth/decorators';
import { accessRuleOf } from './access-rule';
import type { Principal } from '../auth/principal';
import type { TokenVerifier } from '../auth/token-verifier';

class Undeclared {
  route() {}
  @Public() @Authority('ROLE_A') contradiction() {}
}

describe('AccessGuard', () => {
  const verify = jest.fn(async () => ({ authorities: ['ROLE_ANY'] }) as unknown as Principal);
  const guard = new AccessGuard({ verify } as unknown as TokenVerifier, {} as ModuleRef);
  const contextOf = (type: string, handler: object, authorization?: string) =>
    ({
      getType: () => type,
      getClass: () => Undeclared,
      getHandler: () => handler,
      switchToHttp: () => ({ getRequest: () => ({ headers: { authorization } }) }),
    }) as unknown as ExecutionContext;

  it('refuses a route that states nothing, whatever the token', async () => {
    const context = contextOf('http', Undeclared.prototype.route, 'Bearer abc');
    await expect(guard.canActivate(context)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'ROUTE_WITHOUT_AUTHORITY',
    });
  });

  it('treats a route that is both public and guarded as undeclared', () => {
    expect(accessRuleOf(Undeclared, Undeclared.prototype.contradiction)).toEqual({ kind: 'undeclared' });
  });

  it('lets events pass: they have no caller', async () => {
    expect(await guard.canActivate(contextOf('rpc', Undeclared.prototype.route))).toBe(true);
  });

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc', 'abc'],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    ['Token abc', undefined],
    [undefined, undefined],
  ])('finds in %p the token %p', (header, token) => expect(bearerOf(header)).toBe(token));
});
