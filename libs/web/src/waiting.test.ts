import type { Request, Response } from 'express';
import { TestClock } from '@throughcare/platform/testing/clock';
import { WaitingRoom } from './waiting';

/** A browser that keeps the cookie of a response and sends it with the next request. */
const browser = () => {
  let cookie = '';
  const response = {
    cookie: (name: string, value: string) => (cookie = `${name}=${encodeURIComponent(value)}`),
    clearCookie: () => (cookie = ''),
  } as unknown as Response;
  const request = () => ({ headers: { cookie: `other=1; ${cookie}` } }) as unknown as Request;
  return { response, request, cookie: () => cookie, set: (text: string) => (cookie = text) };
};

describe('what is remembered of somebody who has not signed in yet', () => {
  const clock = TestClock.at('2026-03-02T10:00:00Z');
  afterAll(() => clock.release());
  const room = new WaitingRoom('a secret of the tests', true);

  it('is found again in their browser, and readable nowhere else', () => {
    const { response, request, cookie } = browser();
    const waiting = { pending: { state: 's', verifier: 'v' }, returnTo: '/referrals/X900001' };
    room.keep(response, waiting);
    expect(room.read(request())).toEqual(waiting);
    expect(cookie()).toMatch(/^__Host-throughcare-sign-in=/);
    expect(cookie()).not.toMatch(/X900001|verifier/);
    expect(new WaitingRoom('another secret', true).read(request())).toEqual({});
    room.forget(response);
    expect(room.read(request())).toEqual({});
  });

  it('ends after a quarter of an hour', () => {
    const { response, request } = browser();
    room.keep(response, { returnTo: '/a' });
    clock.move({ minutes: 15, ms: -1 });
    expect(room.read(request())).toEqual({ returnTo: '/a' });
    clock.move({ ms: 1 });
    expect(room.read(request())).toEqual({});
  });

  it('is nothing where there is nonsense, and the start where an address is too long for a cookie', () => {
    const { response, request, set } = browser();
    set('__Host-throughcare-sign-in=nonsense');
    expect(room.read(request())).toEqual({});
    room.keep(response, { returnTo: `/${'x'.repeat(1_500)}` });
    expect(room.read(request())).toEqual({ returnTo: '/' });
  });
});
