import { readSettings } from './settings';
import { authAddresses, awsAddress, serviceEnvironment, standInEnvironment } from './wiring';

const gateway = (env: Record<string, string>) =>
  serviceEnvironment(readSettings(env), 'integration-gateway', 'postgres://x/y');

describe('settings', () => {
  it('starts every stand-in when nothing is given', () => {
    expect(readSettings({}).standIns).toEqual(['messaging', 'auth', 'prison-api', 'ndelius']);
  });

  it.each([
    ['AUTH_ISSUER', 'auth'],
    ['AUTH_JWKS_URL', 'auth'],
    ['AUTH_TOKEN_URL', 'auth'],
    ['NDELIUS_URL', 'ndelius'],
    ['PRISON_API_URL', 'prison-api'],
    ['AWS_ENDPOINT_URL', 'messaging'],
    ['HMPPS_TOPIC_ARN', 'messaging'],
  ])('leaves out its stand-in when %s is given, and hands the address on', (variable, name) => {
    const value = variable === 'HMPPS_TOPIC_ARN' ? 'arn:aws:sns:eu-west-2:1:x' : 'http://elsewhere.test/auth/issuer';
    const settings = readSettings({ [variable]: value });
    expect(settings.standIns).not.toContain(name);
    expect(settings.standIns).toHaveLength(3);
    expect(gateway({ [variable]: value })[variable]).toBe(value);
  });

  it('takes the other addresses of a given issuer to be those of HMPPS Auth, unless they are given too', () => {
    const env = { AUTH_ISSUER: 'https://auth.test/auth/issuer' };
    expect(authAddresses(readSettings(env))).toEqual({
      AUTH_ISSUER: 'https://auth.test/auth/issuer',
      AUTH_JWKS_URL: 'https://auth.test/auth/.well-known/jwks.json',
      AUTH_TOKEN_URL: 'https://auth.test/auth/oauth/token',
    });
    expect(authAddresses(readSettings({ ...env, AUTH_JWKS_URL: 'https://keys.test' })).AUTH_JWKS_URL).toBe(
      'https://keys.test',
    );
  });

  it('gives no emulator address or invented credentials to a real AWS', () => {
    const aws = awsAddress(readSettings({ HMPPS_TOPIC_ARN: 'arn:aws:sns:eu-west-2:1:x' }));
    expect(aws).not.toHaveProperty('AWS_ENDPOINT_URL');
    expect(aws).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });

  it('keeps everything on loopback and lets a port be chosen by its variable', () => {
    const env = gateway({ BOOKING_PORT: '18103', GATEWAY_PORT: '18105' });
    expect(env).toMatchObject({ HOST: '127.0.0.1', PORT: '18105', BOOKING_URL: 'http://127.0.0.1:18103' });
  });

  it.each(['0', 'x', '70000'])('refuses the port %s and names its variable', (port) => {
    expect(() => readSettings({ EDGE_PORT: port })).toThrow(/EDGE_PORT/);
  });

  it('gives a stand-in the issuer that is in force, whoever runs it', () => {
    const given = readSettings({ AUTH_ISSUER: 'https://auth.test/auth/issuer' });
    expect(standInEnvironment(given, 'ndelius', '/data')).toMatchObject({
      STAND_INS: 'ndelius',
      AUTH_JWKS_URL: 'https://auth.test/auth/.well-known/jwks.json',
    });
  });
});
