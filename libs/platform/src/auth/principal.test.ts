import { principalOf } from './principal';

describe('principalOf', () => {
  it('keeps the token out of logs and JSON', () => {
    const principal = principalOf({ user_name: 'cast_01', client_id: 'ui' }, 'secret-token');
    expect(principal?.token).toBe('secret-token');
    expect(JSON.stringify(principal)).not.toContain('secret-token');
    expect(Object.keys(principal ?? {})).not.toContain('token');
  });

  it.each([
    [undefined, 'none'],
    ['Delius', 'delius'],
    ['azuread', 'azuread'],
    ['ldap', 'none'],
    [7, 'none'],
  ])('reads the source %p as %s', (auth_source, expected) =>
    expect(principalOf({ client_id: 'c', auth_source }, 't')?.authSource).toBe(expected),
  );

  it.each([
    [
      ['ROLE_A', 'ROLE_B'],
      ['ROLE_A', 'ROLE_B'],
    ],
    ['ROLE_A,ROLE_B', ['ROLE_A', 'ROLE_B']],
    [' ROLE_A , ', ['ROLE_A']],
    [undefined, []],
    [{ ROLE_A: true }, []],
    [['ROLE_A', 7, null], ['ROLE_A']],
  ])('reads the authorities %p', (authorities, expected) =>
    expect(principalOf({ client_id: 'c', authorities }, 't')?.authorities).toEqual(expected),
  );

  it('is nobody without user and client', () => expect(principalOf({ sub: 'x', user_name: ' ' }, 't')).toBeUndefined());
});
