import { createHmac } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { NotInApi } from '../replies';
import { SampleModule } from '../sample.fixture';
import type { TestApp } from '../testing';
import { TestIssuer, startTestApp } from '../testing';

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('bearer tokens over HTTP', () => {
  let app: TestApp;
  const probation = { username: 'cast_01', authorities: ['ROLE_PROBATION'] };
  beforeAll(async () => {
    app = await startTestApp(SampleModule);
  });
  afterAll(() => app.close());

  const me = (token: string) => app.request.as(token).get<Record<string, unknown>>('/samples/me');

  it('says who the caller is', async () => {
    const token = await app.issuer.token({ ...probation, userId: '231232', name: 'Cast One', authSource: 'NOMIS' });
    const { status, body } = await me(token);
    expect(status).toBe(200);
    expect(body).toEqual({
      username: 'CAST_01',
      clientId: 'test-client',
      authorities: ['ROLE_PROBATION', 'SCOPE_read', 'SCOPE_write'],
      authSource: 'nomis',
      isUser: true,
      subject: 'cast_01',
      userId: '231232',
      name: 'Cast One',
      hasToken: true,
    });
  });

  it('takes authorities as a comma separated string and an unknown source as none', async () => {
    const token = await app.issuer.token({
      authorities: 'ROLE_A, ROLE_PROBATION',
      authSource: 'elsewhere',
      clientId: 'a-client',
    });
    const { body } = await me(token);
    expect(body).toMatchObject({ username: 'a-client', isUser: false, authSource: 'none' });
    expect(body['authorities']).toContain('ROLE_PROBATION');
  });

  it.each([
    ['no token', undefined, 'TOKEN_MISSING', 'Bearer'],
    ['a scheme that is not Bearer', 'Basic dXNlcjpwdw==', 'TOKEN_MISSING', 'Bearer'],
    ['text that is no token', 'Bearer abc', 'TOKEN_INVALID', 'Bearer error="invalid_token"'],
  ])('refuses %s', async (_, authorization, code, challenge) => {
    const request = authorization === undefined ? app.request : app.request.with({ authorization });
    const { status, headers, body } = await request.get('/samples/me');
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(challenge);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 401, title: 'Unauthenticated', code });
  });

  const refused = async (token: string, code = 'TOKEN_INVALID') => {
    const { status, body } = await me(token);
    expect({ status, body }).toMatchObject({ status: 401, body: { code } });
  };

  it('refuses an expired token', async () =>
    refused(await app.issuer.token({ ...probation, expiresIn: -60 }), 'TOKEN_EXPIRED'));
  it('allows a clock that is two seconds off', async () => {
    expect((await me(await app.issuer.token({ ...probation, expiresIn: -2 }))).status).toBe(200);
  });
  it('refuses a token that is not valid yet', async () =>
    refused(await app.issuer.token({ ...probation, claims: { nbf: Math.floor(Date.now() / 1000) + 60 } })));
  it('refuses a token without expiry', async () =>
    refused(await app.issuer.token({ ...probation, claims: { exp: undefined } })));
  it('refuses a token of another issuer', async () =>
    refused(await app.issuer.token({ ...probation, claims: { iss: 'https://elsewhere.example/issuer' } })));
  it('refuses a token that names nobody', async () =>
    refused(await app.issuer.token({ authorities: ['ROLE_PROBATION'], claims: { client_id: undefined } })));

  it('refuses a token signed by a stranger under a known key id', async () => {
    const stranger = await TestIssuer.start();
    const token = await stranger.token({ ...probation, claims: { iss: app.issuer.issuer } });
    await stranger.close();
    await refused(token);
  });

  it.each(['RS512', 'PS256'] as const)('refuses the right key with the algorithm %s', async (alg) =>
    refused(await app.issuer.token({ ...probation, alg })),
  );

  it('refuses an unsigned token', async () => {
    const [, payload] = (await app.issuer.token(probation)).split('.');
    await refused(`${base64({ alg: 'none', typ: 'JWT' })}.${payload}.`);
  });

  it('refuses a token signed with the public key as shared secret', async () => {
    const [, payload] = (await app.issuer.token(probation)).split('.');
    const head = `${base64({ alg: 'HS256', kid: 'key-1', typ: 'JWT' })}.${payload}`;
    const signature = createHmac('sha256', JSON.stringify(app.issuer.publicJwk)).update(head).digest('base64url');
    await refused(`${head}.${signature}`);
  });

  it('refuses a token whose claims were changed', async () => {
    const [head, payload, signature] = (await app.issuer.token({ ...probation, authorities: ['ROLE_X'] })).split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
    await refused(`${head}.${base64({ ...claims, authorities: ['ROLE_PROBATION'] })}.${signature}`);
  });

  it('refuses who lacks the authority', async () => {
    const token = await app.issuer.token({ username: 'CAST_01', authorities: ['ROLE_PRISON'] });
    const { status, body, headers } = await me(token);
    expect(status).toBe(403);
    expect(body).toMatchObject({ code: 'AUTHORITY_REQUIRED', title: 'Forbidden' });
    expect(headers.get('www-authenticate')).toBeNull();
  });

  it('lets a method say another authority than its class, any one of several', async () => {
    const other = await app.as({ username: 'A', authorities: ['ROLE_OTHER'] });
    expect((await other.get('/samples/admin')).status).toBe(200);
    expect((await (await app.as(probation)).get('/samples/admin')).status).toBe(403);
  });

  it('lets everyone in where the route is public', async () => {
    expect((await app.request.get('/samples/open')).status).toBe(200);
  });
});

describe('a route that states no authority', () => {
  @NotInApi()
  @Controller('forgotten')
  class Forgotten {
    @Get() list() {
      return [];
    }
  }
  @Module({ imports: [SampleModule], controllers: [Forgotten] })
  class ForgetfulModule {}

  it('keeps the application from starting', async () => {
    await expect(startTestApp(ForgetfulModule)).rejects.toThrow(
      'Routes without @Public, or @Staff or @Authority with @Reach: Forgotten.list',
    );
  });
});
