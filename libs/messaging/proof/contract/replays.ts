import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplayRun } from '#src/replay/run';
import type { TestService } from '../harness/test-service';
import { withServices } from './services';
import { type World, upTo } from './world';

const NAMES = ['a', 'b', 'c'];

const ended = async ({ messaging }: TestService, id: string): Promise<ReplayRun> => {
  for (;;) {
    const run = await messaging.operations.replays.find(id);
    if (run.state !== 'running') return run;
    await sleep(20);
  }
};

/** Replays read the sources' event logs, so they are the same on every bus, and live traffic does not feel them. */
export const replaysContract = (world: World): void => {
  const { it } = world;

  it(
    'replays history twice while live events of the same keys go on: per run each event once, in order',
    () =>
      withServices(world, async (services) => {
        const subscriber = await services.subscriber();
        const producer = await services.producer();
        const turns = async () => {
          for (let turn = 0; turn < 10; turn += 1)
            await Promise.all(NAMES.map((name) => services.change(producer, name)));
        };
        await turns();
        await services.until(30);
        const going = turns();
        const request = { consumer: services.consumer, mode: 'redeliver', requestedBy: 'OPS' } as const;
        const runs: ReplayRun[] = [];
        for (const reason of ['once', 'again']) {
          const { id } = await subscriber.messaging.operations.replays.begin({ ...request, reason, filter: {} });
          runs.push(await ended(subscriber, id));
        }
        await going;
        await services.until(60);
        for (const { id, state, delivered } of runs) {
          const repeated = await Promise.all(NAMES.map((name) => services.effects(name, id)));
          expect([state, delivered]).toEqual(['completed', repeated.flat().length]);
          expect(repeated.map((versions) => versions.slice(0, 10))).toEqual(NAMES.map(() => upTo(10)));
          expect(repeated).toEqual(repeated.map(({ length }) => upTo(length)));
        }
        for (const name of NAMES) expect(await services.effects(name)).toEqual(upTo(20));
      }),
    120_000,
  );
};
