import { TestClock } from '@throughcare/platform/testing';
import { lists } from '@throughcare/reference/lists';
import { listFollower } from './follow-lists';

const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const change = (name: string, version: number) => ({
  list: 'probation-delivery-units',
  item: { id: CROYDON, name, isActive: true },
  version,
});
const clock = TestClock.at('2026-03-02T12:00:00Z');
afterEach(() => lists.reset());
afterAll(() => clock.release());

describe('the lists of the pages', () => {
  it('follow what administrators changed, asked for at most every thirty seconds', async () => {
    const answers = [[change('Croydon North', 1)], [change('Croydon South', 2)]];
    const get = jest.fn(() => Promise.resolve(answers.shift() ?? []));
    const follow = listFollower();
    const name = async () => {
      await follow({ get } as never);
      return lists.find('probation-delivery-units', CROYDON)?.name;
    };
    expect([await name(), await name()]).toEqual(['Croydon North', 'Croydon North']);
    expect(get).toHaveBeenCalledTimes(1);
    clock.move({ ms: 30_000 });
    expect(await name()).toBe('Croydon South');
  });

  it('stay as they were while nobody answers, and ignore a list that is not known here', async () => {
    const get = jest
      .fn()
      .mockRejectedValueOnce(new Error('no answer'))
      .mockResolvedValueOnce([{ ...change('x', 1), list: 'a-list-of-later' }, change('Croydon West', 1)]);
    const follow = listFollower();
    await follow({ get } as never);
    expect(lists.find('probation-delivery-units', CROYDON)?.name).toBe('Croydon');
    clock.move({ ms: 30_000 });
    await follow({ get } as never);
    expect(lists.find('probation-delivery-units', CROYDON)?.name).toBe('Croydon West');
  });
});
