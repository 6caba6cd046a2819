import type { Request } from 'express';
import { clock } from '@throughcare/base/clock';
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

  it('knows the staff record that the session has, for five minutes and of this person', () => {
    const member = { username: 'CAST_01', roles: [] };
    const now = clock.now().getTime();
    const meWith = (me: object) => visitOf(aRequest({ session: { user: aUser(), me: { member, ...me } } })).me;
    expect(meWith({ at: now - 299_000, username: 'CAST_01' })).toBe(member);
    expect(meWith({ at: now - 300_001, username: 'CAST_01' })).toBeUndefined();
    expect(meWith({ at: now, username: 'CAST_02' })).toBeUndefined();
  });

  it('is of one change of a form that was sent', () => {
    expect(visitOf(aRequest({ change: ONCE })).once).toBe(ONCE);
    expect('once' in visitOf(aRequest())).toBe(false);
  });

  it('does not tell a page that its form is shown again', () =>
    expect(visitOf(aRequest({ query: { again: ONCE, from: 'check' } })).query).toEqual({ from: 'check' }));

  it('of nobody is a bug, and so is asking an API that the application does not have', () => {
    expect(() => visitOf(aRequest({ session: {} }))).toThrow('in front of sign-in');
    expect(() => visitOf(aRequest()).api).toThrow('without its address');
  });
});
