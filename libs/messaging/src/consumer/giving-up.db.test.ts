import { ConsumerKit, failing } from '../../proof/harness/consumer-kit';
import { asked, ReplayWorld } from '../../proof/harness/replay-world';
import type * as Rules from '@throughcare/base/retry.rules';

jest.mock('@throughcare/base/retry.rules', () => {
  const actual = jest.requireActual<typeof Rules>('../../../base/src/retry.rules');
  return { ...actual, givesUp: (_failure: Rules.Failure, attempts: number) => attempts >= 2 };
});

describe('F-074: what live traffic and replays both do', () => {
  it('gives up by one rule: a change of it reaches live events', async () => {
    const kit = await ConsumerKit.start();
    await kit.consume(() => Promise.reject(failing('not-found', 'NO_REFERRAL')));
    await kit.confirm('K1');
    await kit.quiet();
    expect(await kit.letters()).toMatchObject([{ key: 'K1', attempts: 2 }]);
    await kit.end();
  });

  it('gives up by one rule: a change of it reaches replays', async () => {
    const world = new ReplayWorld();
    await world.start();
    await world.begin();
    await world.confirm(world.x1, 1);
    await world.quiet();
    world.broken.add(world.x1);
    const filter = { keys: [world.x1] };
    const broken = await world.run({ ...asked, filter });
    expect(broken).toMatchObject({ state: 'completed', failed: 1 });
    expect(world.tries).toBe(2);
    await world.stop();
  });

  it('continues the trace of the event, where nothing traces here', async () => {
    const world = new ReplayWorld();
    await world.start();
    await world.begin();
    await world.confirm(world.x1, 1);
    await world.quiet();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await world.query(`update booking.event_log set headers = headers || '{"traceparent":"${traceparent}"}'`);
    await world.run({ ...asked, filter: { keys: [world.x1] }, withEffects: true });
    await world.quiet();
    const published = await world.query<{ trace: string | null }>(
      `select headers->>'traceparent' as trace from passport.event_log order by event_id`,
    );
    expect(published.at(-1)).toEqual({ trace: traceparent });
    await world.stop();
  });
});
