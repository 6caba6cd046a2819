import type { Request } from 'express';
import { aUser } from '../testing/web-kit';
import { visitOf } from './visit';

const ONCE = '0197a000-0000-4000-8000-000000000001';
const aRequest = (over: object = {}) =>
  ({ session: { user: aUser() }, params: { id: '7' }, query: { page: '2' }, app: {}, ...over }) as unknown as Request;

describe('a visit', () => {
  it('is who is on which page', () => {
    const { user, params, query, me, once } = visitOf(aRequest());
    expect([user.username, params, query, me, once]).toEqual([
      'CAST_01',
      { id: '7' },
      { page: '2' },
      undefined,
      undefined,
    ]);
  });

  it('knows the staff record that the session has', () => {
    const member = { username: 'CAST_01', roles: [] };
    expect(visitOf(aRequest({ session: { user: aUser(), me: { at: 0, member } } })).me).toBe(member);
  });

  it.each([
    [{ _once: ONCE }, ONCE],
    [{ _once: 'x'.repeat(10_000) }, undefined],
    [{ _once: [ONCE, ONCE] }, undefined],
    [{}, undefined],
    [undefined, undefined],
  ])('is of one showing of a form: %j', (body, once) => expect(visitOf(aRequest({ body })).once).toBe(once));

  it('of nobody is a bug, and so is asking an API that the application does not have', () => {
    expect(() => visitOf(aRequest({ session: {} }))).toThrow('in front of sign-in');
    expect(() => visitOf(aRequest()).api).toThrow('without its address');
  });
});
