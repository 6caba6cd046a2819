import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { startStandIns, type Control, type Started } from '../testing';

const BACK = 'http://127.0.0.1:3000/sign-in/callback';

describe('the stand-in of HMPPS Auth', () => {
  let started: Started;
  let base: string;
  let control: Control;
  beforeAll(async () => {
    started = await startStandIns(['auth']);
    base = `${started.url('auth')}/auth`;
    control = started.control('auth');
  });
  afterAll(() => started.close());

  const token = (form: Record<string, string>, client = 'throughcare-gateway:local-gateway-secret') =>
    fetch(`${base}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(client).toString('base64')}` },
      body: new URLSearchParams(form),
    });
  const issued = async (form: Record<string, string>, client?: string) =>
    (await (await token(form, client)).json()) as Record<string, string>;
  const keys = async (): Promise<JSONWebKeySet> =>
    (await (await fetch(`${base}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const STAFF = 'throughcare-staff:local-staff-secret';
  const authorise = (changes: Record<string, string> = {}): Record<string, string> => ({
    response_type: 'code',
    client_id: 'throughcare-staff',
    redirect_uri: BACK,
    state: 'st&te',
    ...changes,
  });
  const pick = (username: string, changes: Record<string, string> = {}) =>
    fetch(`${base}/oauth/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...authorise(changes), username }),
    });
  const codeFor = async (username: string): Promise<string> =>
    new URL((await pick(username)).headers.get('location')!).searchParams.get('code')!;

  it('gives a client its token: RS256, own name as subject, no user', async () => {
    const body = await issued({ grant_type: 'client_credentials' });
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3599,
      scope: 'read write',
      sub: 'throughcare-gateway',
      auth_source: 'none',
      iss: `${base}/issuer`,
    });
    const { payload, protectedHeader } = await jwtVerify(body['access_token']!, createLocalJWKSet(await keys()), {
      issuer: `${base}/issuer`,
    });
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      client_id: 'throughcare-gateway',
      jti: body['jti'],
      authorities: expect.arrayContaining(['ROLE_VIEW_PRISONER_DATA']),
    });
    expect(payload).not.toHaveProperty('user_name');
  });

  it('makes the named user the subject and keeps the client’s roles', async () => {
    const { access_token: jwt } = await issued({ grant_type: 'client_credentials', username: 'CAST_10' });
    expect(decodeJwt(jwt!)).toMatchObject({
      sub: 'CAST_10',
      user_name: 'CAST_10',
      auth_source: 'nomis',
      authorities: expect.arrayContaining(['ROLE_VIEW_PRISONER_DATA']),
    });
    const unknown = await issued({ grant_type: 'client_credentials', username: 'SOMEBODY' });
    expect(decodeJwt(unknown['access_token']!)).toMatchObject({ user_name: 'SOMEBODY', auth_source: 'none' });
  });

  it.each([
    ['a wrong secret', 'throughcare-gateway:wrong'],
    ['an unknown client', 'nobody:local-gateway-secret'],
    ['no client', ''],
  ])('refuses %s with 401 invalid_client', async (_what, client) => {
    const response = await token({ grant_type: 'client_credentials' }, client);
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('refuses a grant that is unknown or not the client’s', async () => {
    expect(await issued({ grant_type: 'password' })).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await issued({ grant_type: 'authorization_code' })).toMatchObject({ error: 'unauthorized_client' });
    expect(await issued({ grant_type: 'client_credentials' }, STAFF)).toMatchObject({ error: 'unauthorized_client' });
  });

  it('publishes discovery with four members, and keys, both to be kept', async () => {
    const response = await fetch(`${base}/issuer/.well-known/openid-configuration`);
    expect(response.headers.get('cache-control')).toBe('max-age=43200');
    expect(await response.json()).toEqual({
      issuer: `${base}/issuer`,
      authorization_endpoint: `${base}/oauth/authorize`,
      token_endpoint: `${base}/oauth/token`,
      jwks_uri: `${base}/.well-known/jwks.json`,
    });
    const published = await fetch(`${base}/.well-known/jwks.json`);
    expect(published.headers.get('cache-control')).toBe('max-age=43200');
    expect(JSON.stringify(await published.json())).not.toContain('"d"');
  });

  it('lets you pick a user and come back with a code for a token of that user', async () => {
    const page = await (await fetch(`${base}/oauth/authorize?${new URLSearchParams(authorise()).toString()}`)).text();
    expect(page).toContain('value="CAST_01"');
    const back = await pick('CAST_10');
    expect(back.status).toBe(302);
    const location = new URL(back.headers.get('location')!);
    expect([location.origin + location.pathname, location.searchParams.get('state')]).toEqual([BACK, 'st&te']);
    const form = { grant_type: 'authorization_code', code: location.searchParams.get('code')!, redirect_uri: BACK };
    const body = await issued(form, STAFF);
    expect(body).toMatchObject({ user_name: 'CAST_10', internalUser: true, token_type: 'bearer' });
    expect(decodeJwt(body['access_token']!)).toMatchObject({
      sub: 'CAST_10',
      user_name: 'CAST_10',
      auth_source: 'nomis',
      user_id: '250010',
      name: 'Staffan Worker-10',
      client_id: 'throughcare-staff',
      authorities: ['ROLE_RESETTLEMENT_PASSPORT_EDIT'],
    });
    expect(await issued(form, STAFF)).toMatchObject({ error: 'invalid_grant' });
  });

  it('gives a new token for a refresh token, once', async () => {
    const form = { grant_type: 'authorization_code', code: await codeFor('CAST_01'), redirect_uri: BACK };
    const { refresh_token: refreshToken } = await issued(form, STAFF);
    const again = { grant_type: 'refresh_token', refresh_token: refreshToken! };
    expect(await issued(again, STAFF)).toMatchObject({ user_name: 'CAST_01' });
    expect(await issued(again, STAFF)).toMatchObject({ error: 'invalid_grant' });
  });

  it('refuses a code with another redirect', async () => {
    const form = {
      grant_type: 'authorization_code',
      code: await codeFor('CAST_01'),
      redirect_uri: 'http://127.0.0.1:3000/other',
    };
    expect(await issued(form, STAFF)).toMatchObject({ error: 'invalid_grant' });
  });

  it('takes a code with a challenge only with its verifier', async () => {
    const verifier = 'v'.repeat(43);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = async () => {
      const back = await pick('CAST_20', { code_challenge, code_challenge_method: 'S256' });
      return new URL(back.headers.get('location')!).searchParams.get('code')!;
    };
    const form = { grant_type: 'authorization_code', redirect_uri: BACK };
    expect(await issued({ ...form, code: await code() }, STAFF)).toMatchObject({ error: 'invalid_grant' });
    const wrong = { ...form, code: await code(), code_verifier: 'w'.repeat(43) };
    expect(await issued(wrong, STAFF)).toMatchObject({ error: 'invalid_grant' });
    const body = await issued({ ...form, code: await code(), code_verifier: verifier }, STAFF);
    expect(decodeJwt(body['access_token']!)).toMatchObject({ authorities: ['ROLE_THROUGHCARE__OPS_RW'] });
    expect((await pick('CAST_20', { code_challenge, code_challenge_method: 'plain' })).status).toBe(400);
  });

  it('takes credentials that are form-encoded, as the standard says', async () => {
    const encoded = 'throughcare%2Dgateway:local%2Dgateway%2Dsecret';
    expect(await issued({ grant_type: 'client_credentials' }, encoded)).toMatchObject({ sub: 'throughcare-gateway' });
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a client that cannot sign users in', { client_id: 'throughcare-gateway' }],
    ['a redirect off this machine', { redirect_uri: 'https://elsewhere.example/callback' }],
    ['another response type', { response_type: 'token' }],
  ])('sends nobody back for %s', async (_what, changes) => {
    expect((await pick('CAST_01', changes)).status).toBe(400);
  });

  it('keeps a locked and an unknown user out', async () => {
    expect((await pick('CAST_13')).status).toBe(401);
    expect((await pick('NOBODY')).status).toBe(400);
  });

  it('shows text in the page as text', async () => {
    const page = await (
      await fetch(`${base}/oauth/authorize?${new URLSearchParams(authorise({ state: '"><script>' })).toString()}`)
    ).text();
    expect(page).not.toContain('<script>');
  });

  it('issues tokens for tests: any user, expired, of a stranger, with other authorities', async () => {
    expect(decodeJwt(await started.userToken('CAST_01'))).toMatchObject({
      user_name: 'CAST_01',
      authorities: ['ROLE_PROBATION'],
      auth_source: 'delius',
    });
    expect(decodeJwt(await started.userToken('CAST_12'))).not.toHaveProperty('authorities');
    expect(decodeJwt(await started.userToken('CAST_01', { expiresInSeconds: -60 })).exp!).toBeLessThan(
      Date.now() / 1000,
    );
    expect(decodeJwt(await started.userToken('CAST_01', { authorities: ['ROLE_X'] }))).toMatchObject({
      authorities: ['ROLE_X'],
    });
    const local = createLocalJWKSet(await keys());
    await expect(jwtVerify(await started.userToken('CAST_01', { signedBy: 'stranger' }), local)).rejects.toThrow();
    await expect(control.post('/tokens', { username: 'NOBODY' })).rejects.toThrow('404');
  });

  it('rotates keys: the new one signs, the old one is published or dropped', async () => {
    const old = await started.userToken('CAST_01');
    const { kid } = await control.post<{ kid: string }>('/keys/rotate');
    expect(decodeProtectedHeader(await started.userToken('CAST_01')).kid).toBe(kid);
    await jwtVerify(old, createLocalJWKSet(await keys()));
    await control.post('/keys/rotate', { keepOld: false });
    await expect(jwtVerify(old, createLocalJWKSet(await keys()))).rejects.toThrow();
  });

  it('knows users made through the control API', async () => {
    await control.put('/users/NEW_01', { authorities: ['ROLE_PROBATION'], name: 'New One' });
    expect(decodeJwt(await started.userToken('NEW_01'))).toMatchObject({ name: 'New One' });
  });

  it('signs out, back to this machine only', async () => {
    const out = (uri: string) =>
      fetch(`${base}/sign-out?redirect_uri=${encodeURIComponent(uri)}`, { redirect: 'manual' });
    expect((await out('http://localhost:3000/')).status).toBe(302);
    expect((await out('https://elsewhere.example/')).status).toBe(200);
  });
});
