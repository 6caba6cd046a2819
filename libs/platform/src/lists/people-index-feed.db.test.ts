import { wantAgain } from '../people/index-entries';
import type { Background, Task } from '../background';
import { PeopleIndexFeed } from './people-index-feed';
import { ListedThings, aPerson } from './listed-things.fixture';

jest.setTimeout(60_000);

let things: ListedThings;
let round: () => ReturnType<Task['round']>;
const client = { PEOPLE_CLIENT_ID: 'throughcare-lists', PEOPLE_CLIENT_SECRET: 'secret' };
const tasksOf = (config: object): Task[] => {
  const tasks: Task[] = [];
  const background = { add: (task: Task) => tasks.push(task) } as unknown as Background;
  const { url } = things.gateway;
  void new PeopleIndexFeed(
    things.db,
    { GATEWAY_URL: url, AUTH_TOKEN_URL: `${url}/auth/oauth/token`, ...config },
    background,
  );
  return tasks;
};
beforeAll(async () => {
  things = await ListedThings.start();
  const [task] = tasksOf(client);
  round = () => task?.round(AbortSignal.timeout(10_000)) ?? Promise.reject(new Error('no task'));
});
afterAll(() => things?.close());
beforeEach(() => {
  things.gateway.calls.length = 0;
  things.gateway.failWith = undefined;
});

const names = async () => (await things.entries()).map((entry) => entry['sort_name'] as string | null);
const asked = () => things.gateway.calls.filter((call) => call === 'POST /people-index').length;

describe('the index of names is filled in the background', () => {
  it('so that a list by name asks about its page and nobody else', async () => {
    await things.fresh({ A: 'Ada Byron', B: aPerson('B', 'Secret Name', true), C: 'Cai Byron', D: undefined });
    expect(await round()).toBe('done');
    expect(await names()).toEqual(['ada byron\u0001Ada Byron', null, 'cai byron\u0001Cai Byron', null]);
    things.gateway.calls.length = 0;
    expect((await things.shown({ page: { number: 1, size: 2 } })).crns).toEqual(['A', 'C']);
    expect(things.gateway.calls).toHaveLength(1);
  });

  it('five hundred at a time, and once a day', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing select n, 'X' || (10000 + n), 7 from generate_series(1, 1200) n`);
    expect([await round(), await round(), await round(), await round()]).toEqual(['more', 'more', 'done', 'done']);
    expect(asked()).toBe(3);
    things.clock.move({ hours: 19 });
    await round();
    expect(asked()).toBe(3);
    things.clock.move({ hours: 2 }); // before they count no longer
    await round();
    expect(asked()).toBe(4);
  });

  it('again as soon as details of a person change, and no answer from before that counts', async () => {
    await things.fresh({ A: 'Ada Byron', B: 'Bea Byron' });
    await round();
    things.gateway.people.set('A', aPerson('A', 'Zoe Adams'));
    const before = things.clock.now();
    things.clock.move({ ms: 5 });
    await wantAgain(things.db.manager, ['A', 'A9001AA'], things.clock.now());
    await things.keep({ A: aPerson('A', 'Ada Byron') }, before);
    expect(await things.entries()).toMatchObject([{ person_key: 'A', checked_at: null }, {}]);
    await round();
    expect(await names()).toEqual(['zoe adams\u0001Zoe Adams', 'bea byron\u0001Bea Byron']);
  });

  it('not while the gateway does not answer, and by nobody where there is no client for it', async () => {
    await things.fresh({ A: 'Ada Byron' });
    things.gateway.failWith = 503;
    await expect(round()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await names()).toEqual([null]);
    expect(tasksOf({})).toEqual([]);
  });
});
