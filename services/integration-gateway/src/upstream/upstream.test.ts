import { type AppError, forbidden, invalid } from '@throughcare/base/errors';
import { ClientCredentials, path, UpstreamAnswer } from '@throughcare/platform/http';
import { callUpstream } from './upstream';

/** A client whose tokens have the roles that were granted when they were asked for, and an upstream that wants one. */
const aWorld = () => {
  let [granted, token, asked] = [false, undefined as { role: boolean } | undefined, 0];
  const tokens = new ClientCredentials({ tokenUrl: 'http://x', clientId: 'gateway', clientSecret: 's' });
  tokens.forget = () => void (token = undefined);
  const call = (upstream = 'ndelius') => {
    if (!token) asked += 1;
    token ??= { role: granted };
    if (token.role) return Promise.resolve('here');
    return Promise.reject(forbidden('UPSTREAM_REFUSED', { cause: new UpstreamAnswer(upstream, 403, {}) }));
  };
  const outcome = (now: number, upstream?: string) =>
    callUpstream(
      tokens,
      () => call(upstream),
      () => now,
    ).catch((error: unknown) => (error as AppError).code);
  return { outcome, grant: () => (granted = true), tokens: () => asked };
};

describe('a call with our own token', () => {
  it('F-073: goes through once a role was granted, without a restart', async () => {
    const world = aWorld();
    expect(await world.outcome(0)).toBe('UPSTREAM_UNUSABLE');
    world.grant();
    expect(await world.outcome(60_000)).toBe('here');
  });

  it('F-073: asks for a new token once a minute, however often it is refused', async () => {
    const world = aWorld();
    for (let n = 0; n < 100; n += 1) expect(await world.outcome(n * 500)).toBe('UPSTREAM_UNUSABLE');
    expect(world.tokens()).toBe(2);
    await world.outcome(60_000);
    expect(world.tokens()).toBe(3);
  });

  it('F-073: does so for each upstream apart', async () => {
    const world = aWorld();
    await world.outcome(0, 'ndelius');
    await world.outcome(1, 'prison-api');
    expect(world.tokens()).toBe(3);
  });

  it('F-067: is the caller’s mistake when it could not even be sent', async () => {
    const tokens = new ClientCredentials({ tokenUrl: 'http://x', clientId: 'gateway', clientSecret: 's' });
    for (const name of ['.', '..', '...']) {
      const call = callUpstream(tokens, async () => Promise.resolve(path`/staff/${name}`));
      await expect(call).rejects.toMatchObject({ kind: 'invalid', code: 'PATH_PARAMETER_INVALID' });
    }
  });

  it('F-067: is ours when the other side calls it wrong', async () => {
    const tokens = new ClientCredentials({ tokenUrl: 'http://x', clientId: 'gateway', clientSecret: 's' });
    const rejected = () =>
      Promise.reject(invalid('UPSTREAM_REJECTED', { cause: new UpstreamAnswer('ndelius', 400, {}) }));
    await expect(callUpstream(tokens, rejected)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
