import { decodeProtectedHeader } from 'jose';
import { TestIssuer } from '../testing';
import { TokenVerifier } from './token-verifier';
import { KeySet } from './key-set';

const probation = { username: 'CAST_01', authorities: ['ROLE_PROBATION'] };

describe('the issuer’s keys', () => {
  let issuer: TestIssuer;
  let now = 0;
  let keys: KeySet;
  beforeEach(async () => {
    issuer = await TestIssuer.start();
    now = 1_000_000;
    keys = new KeySet({ url: issuer.jwksUrl, now: () => now, maxAgeMs: 600_000, cooldownMs: 30_000 });
  });
  afterEach(() => issuer.close());

  const find = async (token: string) => {
    const [head = '', payload = '', signature = ''] = token.split('.');
    return keys.find(decodeProtectedHeader(token), { protected: head, payload, signature });
  };
  const unavailable = { kind: 'unavailable', code: 'AUTH_KEYS_UNAVAILABLE' };

  it('are fetched once for many tokens at the same time', async () => {
    const token = await issuer.token(probation);
    await Promise.all(Array.from({ length: 20 }, () => find(token)));
    expect(issuer.fetches).toBe(1);
  });

  it('are fetched again for an unknown key id, at most once in the cool-down', async () => {
    await find(await issuer.token(probation));
    await issuer.rotate();
    now += 31_000;
    await find(await issuer.token(probation));
    expect(issuer.fetches).toBe(2);
    await issuer.rotate();
    const early = await issuer.token(probation);
    await expect(find(early)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    await expect(find(early)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(issuer.fetches).toBe(2);
    now += 31_000;
    await find(early);
    expect(issuer.fetches).toBe(3);
  });

  it('are asked for again when they are old, so that a withdrawn key is not trusted for ever', async () => {
    const old = await issuer.token(probation);
    await find(old);
    await issuer.rotate();
    now += 600_001;
    await expect(find(old)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('stay in use while the issuer is down', async () => {
    const token = await issuer.token(probation);
    await find(token);
    issuer.down = true;
    now += 700_000;
    await expect(find(token)).resolves.toBeDefined();
  });

  it('cannot be decided on while the issuer is down: unavailable, not refused', async () => {
    issuer.down = true;
    await expect(find(await issuer.token(probation))).rejects.toMatchObject(unavailable);
    issuer.down = false;
    now += 1_001;
    const known = await issuer.token(probation);
    await find(known);
    issuer.down = true;
    await issuer.rotate();
    now += 31_000;
    await expect(find(await issuer.token(probation))).rejects.toMatchObject(unavailable);
  });

  it('make a token check unavailable when the issuer cannot be reached', async () => {
    const token = await issuer.token(probation);
    const config = { AUTH_ISSUER: issuer.issuer, AUTH_JWKS_URL: issuer.jwksUrl };
    await issuer.close();
    await expect(new TokenVerifier(config).verify(token)).rejects.toMatchObject(unavailable);
    issuer = await TestIssuer.start();
  });
});
