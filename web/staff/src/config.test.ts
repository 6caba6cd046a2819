import { loadConfig } from '@throughcare/platform/config';
import { staffConfig } from './config';

const env = {
  PORT: '3100',
  BASE_URL: 'http://127.0.0.1:3100',
  DATABASE_URL: 'postgres://x/y',
  SESSION_SECRET: 'x'.repeat(32),
  AUTH_ISSUER: 'http://auth.test/auth/issuer',
  AUTH_TOKEN_URL: 'http://auth.test/auth/oauth/token',
  AUTH_CLIENT_ID: 'throughcare-staff',
  AUTH_CLIENT_SECRET: 'secret',
  API_URL: 'https://api.test',
  THROUGHCARE_SERVICES: 'booking=http://booking:8080, integration-gateway=https://gateway.test/',
};

describe('the configuration of the staff pages', () => {
  it('reads the services as the CLI writes them', () => {
    expect(loadConfig(staffConfig, env).THROUGHCARE_SERVICES).toEqual([
      { name: 'booking', url: 'http://booking:8080' },
      { name: 'integration-gateway', url: 'https://gateway.test' },
    ]);
  });

  it.each([
    ['THROUGHCARE_SERVICES', 'booking'],
    ['THROUGHCARE_SERVICES', 'booking=ftp://x'],
    ['SESSION_SECRET', 'short'],
    ['TRACE_URL', 'https://traces.example/trace'],
    ['BASE_URL', 'nowhere'],
    ['API_URL', 'nowhere'],
    ['AUTH_CLIENT_ID', ''],
  ])('names %s when it is %p', (name, value) => {
    expect(() => loadConfig(staffConfig, { ...env, [name]: value })).toThrow(name);
  });
});
