import { missingInProduction, productionProblems } from './production.rules';

const problems = (env: Record<string, string>) =>
  productionProblems(Object.keys(env), { NODE_ENV: 'production', ...env });

describe('F-009: in production', () => {
  it.each([
    ['SESSION_SECRET', 'for this machine alone, nowhere else'],
    ['AUTH_CLIENT_SECRET', 'local-staff-secret'],
    ['AUTH_CLIENT_SECRET', 'local-gateway-secret'],
    ['THROUGHCARE_CLIENT_SECRET', 'local-ops-secret'],
    ['DATABASE_URL', 'postgres://throughcare_booking:local@db.example/throughcare'],
    ['DATABASE_PASSWORDS', 'booking=Zk39d,staff=local'],
    ['DATABASE_ADMIN_URL', 'postgresql://postgres:postgres@db.example/postgres'],
  ])('%s may not be what this repository prints', (name, value) => {
    expect(problems({ [name]: value })).toEqual([expect.stringMatching(`^${name}: a secret`)]);
    expect(JSON.stringify(problems({ [name]: value }))).not.toContain(value);
  });

  it.each([
    'http://console.example',
    'http://10.0.0.7:8080',
    'http://gateway.example.svc.evil.example',
    'referral=https://referral.example,booking=http://booking.example',
    'http://[2001:db8::1]:80/',
  ])('an address may not be plain HTTP: %p', (value) => {
    expect(problems({ BASE_URL: value })).toEqual(['BASE_URL: must be https']);
  });

  it.each([
    'https://console.example',
    'http://127.0.0.1:3100',
    'http://[::1]:3100',
    'http://localhost:3100',
    'http://booking:3103',
    'http://booking.throughcare.svc.cluster.local:3103',
    'referral=http://referral:3101,booking=http://booking.throughcare.svc:3103',
  ])('%p may be used', (value) => {
    expect(problems({ BASE_URL: value })).toEqual([]);
  });

  it('a password of one’s own is taken, and elsewhere than in production everything is', () => {
    expect(problems({ DATABASE_URL: 'postgres://throughcare_booking:Zk3%2F9d@db.example/throughcare' })).toEqual([]);
    expect(productionProblems(['SESSION_SECRET'], { SESSION_SECRET: 'local' })).toEqual([]);
  });
});

it('F-012: a protection that is not set is said in production, and only there', () => {
  const lists = ['HMPPS_TRUSTED_TOPIC_ARNS', 'HMPPS_PRODUCERS'];
  const env = { NODE_ENV: 'production', HMPPS_PRODUCERS: ' ' };
  expect(missingInProduction(lists, env)).toEqual(lists.map((name) => `${name}: missing, and required in production`));
  expect(missingInProduction(lists, { ...env, HMPPS_TRUSTED_TOPIC_ARNS: 'arn:x', HMPPS_PRODUCERS: '{}' })).toEqual([]);
  expect(missingInProduction(lists, { NODE_ENV: 'development' })).toEqual([]);
});
