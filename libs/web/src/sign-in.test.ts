import { signedInBy } from './sign-in';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const tokenOf = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
const tokensOf = (claims: object, more: object = {}) =>
  ({ access_token: tokenOf(claims), token_type: 'bearer', expires_in: 60, ...more }) as unknown as Parameters<
    typeof signedInBy
  >[0];

describe('who is signed in', () => {
  it('is whom the token names, with its authorities, until it expires', () => {
    const claims = { user_name: 'CAST_20', name: 'Staffan Worker-20', authorities: ['ROLE_A'], exp: NOW / 1000 + 90 };
    expect(signedInBy(tokensOf(claims, { refresh_token: 'r' }), NOW)).toEqual({
      username: 'CAST_20',
      name: 'Staffan Worker-20',
      authorities: ['ROLE_A'],
      refreshToken: 'r',
      accessToken: tokenOf(claims),
      expiresAt: NOW + 90_000,
      signedInAt: NOW,
    });
  });

  it('has no authority where the token names none, and keeps the moment of the first sign-in', () => {
    const user = signedInBy(tokensOf({ user_name: 'CAST_12' }), NOW, NOW - 5);
    expect(user).toMatchObject({ name: 'CAST_12', authorities: [], expiresAt: NOW + 60_000, signedInAt: NOW - 5 });
    expect(user).not.toHaveProperty('refreshToken');
  });

  it('is nobody where the token is a client’s own or no token', () => {
    expect(() => signedInBy(tokensOf({ sub: 'a-client' }), NOW)).toThrow('TOKEN_NAMES_NOBODY');
    const nonsense = { access_token: 'nonsense', token_type: 'bearer' } as unknown as Parameters<typeof signedInBy>[0];
    expect(() => signedInBy(nonsense, NOW)).toThrow('TOKEN_UNREADABLE');
  });
});
