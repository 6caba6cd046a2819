import { loadConfig } from '@throughcare/platform/config';
import { z } from 'zod';
import { authEndpoints, webConfig } from './config';

const env = {
  PORT: '3100',
  BASE_URL: 'https://staff.test',
  DATABASE_URL: 'postgres://x/y',
  SESSION_SECRET: 'x'.repeat(32),
  AUTH_ISSUER: 'https://auth.test/auth/issuer',
  AUTH_TOKEN_URL: 'https://inside.test/auth/oauth/token',
  AUTH_CLIENT_ID: 'web',
  AUTH_CLIENT_SECRET: 'secret',
};
const load = (over: object = {}) => loadConfig(z.object(webConfig), { ...env, ...over });

describe('the configuration of a web application', () => {
  it('has addresses of sign-in beside the issuer, as HMPPS Auth has them', () => {
    expect(authEndpoints(load())).toEqual({
      issuer: 'https://auth.test/auth/issuer',
      token: 'https://inside.test/auth/oauth/token',
      authorize: 'https://auth.test/auth/oauth/authorize',
      signOut: 'https://auth.test/auth/sign-out',
    });
  });

  it('takes others where they are given', () => {
    const given = { AUTH_AUTHORIZE_URL: 'https://a.test/go', AUTH_SIGN_OUT_URL: 'https://a.test/out' };
    expect(authEndpoints(load(given))).toMatchObject({ authorize: 'https://a.test/go', signOut: 'https://a.test/out' });
  });

  it.each(Object.keys(env))('names %s when it is missing, and no value', (name) => {
    expect(() => load({ [name]: undefined })).toThrow(name);
    expect(() => load({ [name]: '' })).toThrow(name);
  });

  it('listens on loopback where no other host is named', () => {
    expect(load()).toMatchObject({ HOST: '127.0.0.1', LOG_LEVEL: 'info', PORT: 3100 });
  });
});
