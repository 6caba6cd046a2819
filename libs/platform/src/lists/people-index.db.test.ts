import fc from 'fast-check';
import { ListedThings, aList, aPerson, caller } from './listed-things.fixture';

jest.setTimeout(120_000);

let things: ListedThings;
beforeAll(async () => {
  things = await ListedThings.start();
});
afterAll(() => things?.close());
beforeEach(() => {
  things.gateway.calls.length = 0;
  things.gateway.failWith = undefined;
});

describe('a list by name', () => {
  const names = { A: 'Zoë Q', B: 'adam q', C: undefined, D: 'Zoe Q', E: aPerson('E', 'Bea Q', true), F: 'adam q' };

  it('has the whole alphabet, page after page, and whoever has limits last by number, both ways', async () => {
    await things.fresh(names);
    const pages = async (byName: 'asc' | 'desc') => {
      const found = [1, 2, 3].map((number) => things.shown({ order: [{ byName }, 't.id'], page: { number, size: 2 } }));
      return (await Promise.all(found)).flatMap(({ crns }) => crns);
    };
    expect(await pages('asc')).toEqual(['B', 'F', 'D', 'A', 'C', 'E']);
    expect(await pages('desc')).toEqual(['A', 'D', 'B', 'F', 'C', 'E']);
    expect((await things.shown({ page: { number: 9, size: 2 } })).total).toBe(6);
  });

  it('finds by name whoever the caller may see, and counts no others', async () => {
    await things.fresh(names);
    expect(await things.shown({ name: 'q' })).toEqual({ crns: ['B', 'F', 'D', 'A', 'E'], total: 5 });
    expect(await things.shown({ name: 'bea', page: { number: 1, size: 10 } })).toEqual({ crns: ['E'], total: 1 });
    things.bar('E');
    expect(await things.shown({ name: 'bea', page: { number: 1, size: 10 } })).toEqual({ crns: [], total: 0 });
    expect(await things.shown({ name: '%' })).toEqual({ crns: [], total: 0 });
  });

  it('goes by the name that is shown, whatever it was before', async () => {
    await things.fresh({ A: 'Ada Byron', B: 'Bea Byron' });
    expect((await things.shown()).crns).toEqual(['A', 'B']);
    things.gateway.people.set('A', aPerson('A', 'Zoe Adams'));
    expect((await things.shown()).crns).toEqual(['B', 'A']);
    expect((await things.shown({ name: 'ada' })).crns).toEqual(['A']);
    expect((await things.shown({ name: 'byron' })).crns).toEqual(['B']);
  });

  it('does not go by a name that has limits since it was kept', async () => {
    await things.fresh({ A: 'Ada Byron', B: 'Bea Byron' });
    await things.shown();
    things.bar('A');
    expect((await things.shown({ name: 'ada', page: { number: 1, size: 10 } })).total).toBe(0);
    things.gateway.people.set('A', aPerson('A', 'Ada Byron'));
    await things.shown();
    things.bar('A');
    expect((await things.shown({ page: { number: 1, size: 1 } })).crns).toEqual(['B']);
  });

  it('does not go by what was asked more than a day ago', async () => {
    await things.fresh({ A: 'Ada Byron', B: 'Bea Byron', C: 'Cai Byron' });
    await things.shown();
    things.bar('A');
    things.clock.move({ days: 1, ms: 1 });
    expect((await things.shown({ page: { number: 1, size: 2 } })).crns).toEqual(['B', 'C']);
  });

  it('shows nothing while nobody can be asked', async () => {
    await things.fresh(names);
    await things.shown();
    things.gateway.failWith = 503;
    for (const over of [{}, { name: 'adam' }, { order: ['t.id'] }]) {
      await expect(things.shown(over)).rejects.toMatchObject({ kind: 'unavailable' });
    }
  });

  it('makes the same calls whether or not a person with limits has the name', async () => {
    await things.fresh({ A: 'Ada Byron', B: aPerson('B', 'Bea Adams', true) });
    await things.shown();
    const calls = async (name: string) => {
      things.gateway.calls.length = 0;
      await things.shown({ name });
      return things.gateway.calls.length;
    };
    expect([await calls('ada'), await calls('bea')]).toEqual([1, 1]);
    things.bar('B');
    expect([await calls('ada'), await calls('bea'), await calls('nobody')]).toEqual([1, 1, 1]);
    things.bar('B'); // what they are called now, or were, does not matter: it is nowhere
    expect(await calls('secret')).toBe(1);
  });

  it('without pages asks about nobody twice', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing select n, 'X' || (10000 + n), 7 from generate_series(1, 1200) n`);
    expect((await things.shown()).total).toBe(1_200);
    expect(things.gateway.calls).toHaveLength(3);
    things.gateway.calls.length = 0;
    await things.shown();
    expect(things.gateway.calls).toHaveLength(3);
  });

  it('goes on where a request ended before everybody was asked about', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing select n, 'X' || (10000 + n), 7 from generate_series(1, 1200) n`);
    const breaks = { configurable: true, get: () => (things.gateway.calls.length > 2 ? 503 : undefined) };
    Object.defineProperty(things.gateway, 'failWith', breaks);
    await expect(things.shown({ page: { number: 1, size: 10 } })).rejects.toMatchObject({ kind: 'unavailable' });
    Object.defineProperty(things.gateway, 'failWith', { configurable: true, writable: true, value: undefined });
    things.gateway.calls.length = 0;
    await things.shown({ page: { number: 1, size: 10 } });
    expect(things.gateway.calls).toHaveLength(2); // the last 200, and the page
  });

  it('is refused where too many people would have to be asked about first', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing select n, 'X' || n, 7 from generate_series(1, 10001) n`);
    await expect(things.shown({ page: { number: 1, size: 10 } })).rejects.toMatchObject({ code: 'LIST_TOO_LONG' });
    expect(things.gateway.calls).toHaveLength(20);
    expect((await things.shown({ order: ['t.id'], page: { number: 1, size: 2 } })).total).toBe(10_001);
  });

  it('refused for that, knows more than before, and is answered soon', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing select n, 'X' || n, 7 from generate_series(1, 10001) n`);
    await expect(things.shown({ page: { number: 1, size: 10 } })).rejects.toMatchObject({ code: 'LIST_TOO_LONG' });
    expect((await things.shown({ page: { number: 1, size: 10 } })).total).toBe(10_001);
  });

  it('in another order is shown though nothing can be written down', async () => {
    await things.fresh({});
    await things.db.query(`insert into thing values (1, 'X10001', 7)`);
    await things.db.query('alter table person_index rename to person_index_away');
    expect((await things.shown({ order: ['t.id'], page: { number: 1, size: 2 } })).total).toBe(1);
    await expect(things.shown({ page: { number: 1, size: 2 } })).rejects.toThrow();
    await things.db.query('alter table person_index_away rename to person_index');
  });
});

it('a caller barred from a person gets the same answers to 200 searches, orders and pages, whatever the person is called', async () => {
  const syllable = fc.constantFrom('a', 'da', 'by', 'ron', 'zo', 'ne', 'ill', ' ', '-');
  const aName = fc.array(syllable, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
  const question = fc.record({
    name: fc.option(aName, { nil: undefined }),
    byName: fc.constantFrom('asc' as const, 'desc' as const),
    page: fc.option(fc.record({ number: fc.integer({ min: 1, max: 4 }), size: fc.integer({ min: 1, max: 4 }) }), {
      nil: undefined,
    }),
  });
  const [others] = fc.sample(fc.array(aName, { minLength: 9, maxLength: 9 }), { numRuns: 1, seed: 9 });
  const questions = fc.sample(question, { numRuns: 200, seed: 9 });
  const answers = async () => {
    const all = [];
    for (const { name, byName, page } of questions) {
      all.push(await things.people.page(aList({ name, page, order: [{ byName }, 't.id'] }), caller));
    }
    return JSON.stringify(all);
  };
  const known = Object.fromEntries((others ?? []).map((name, at) => [`X${at}`, name]));
  const seen = new Set<string>();
  for (const name of ['Ada Byron', 'zo ne-ill', 'ron', 'by']) {
    await things.fresh({ ...known, X4X: aPerson('X4X', name, true) });
    await things.shown(); // by somebody who may see them
    await things.shown({ name });
    things.bar('X4X');
    seen.add(await answers());
  }
  expect(seen.size).toBe(1);
});
