import type { ExecutionContext } from '@nestjs/common';
import { AuthGuard, bearerOf } from './auth.guard';
import { Authority, Public } from './decorators';
import { accessRuleOf } from './access-rule';
import type { Principal } from './principal';
import type { TokenVerifier } from './token-verifier';

class Undeclared {
  route() {}
  @Public() @Authority('ROLE_A') contradiction() {}
}

describe('AuthGuard', () => {
  const verify = jest.fn(async () => ({ authorities: ['ROLE_ANY'] }) as unknown as Principal);
  const guard = new AuthGuard({ verify } as unknown as TokenVerifier);
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
