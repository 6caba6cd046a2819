import { isFoundIn } from '@throughcare/base/folding';
import fc from 'fast-check';
import { keepAnswers } from '../people/index-entries';
import { isFoundSql, patternsOf, searchTextOf } from '../people/index-terms.rules';
import { ListedThings, aPerson } from './listed-things.fixture';

jest.setTimeout(120_000);

let things: ListedThings;
beforeAll(async () => {
  things = await ListedThings.start();
});
afterAll(() => things?.close());

describe('the index of people', () => {
  it('has an entry for everybody whom a row is about, and for nobody else', async () => {
    const keys = async () => (await things.entries()).map((entry) => entry['person_key']);
    expect(await keys()).toEqual(['X000001']); // of a row from before the migration
    await things.db.query(`insert into thing values (2, 'X000001', 7), (3, 'X000003', 7)`);
    await things.db.query(`update thing set crn = 'X000004' where id = 3`);
    expect(await keys()).toEqual(['X000001', 'X000004']);
    await things.db.query('delete from thing where id = 1');
    expect(await keys()).toEqual(['X000001', 'X000004']);
    await things.db.query('delete from thing');
    expect(await keys()).toEqual([]);
  });

  /** Two transactions: the second statement waits for the first one's commit. */
  const inTwo = async (first: string, second: string) => {
    const [one, other] = [things.db.createQueryRunner(), things.db.createQueryRunner()];
    try {
      await one.startTransaction();
      await other.startTransaction();
      await one.query(first);
      const waiting = other.query(second);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await one.commitTransaction();
      await waiting;
      await other.commitTransaction();
    } finally {
      await Promise.all([one.release(), other.release()]);
    }
  };

  it.each([
    ['delete from thing where id = 0', 'delete from thing where id = 99', 0],
    ['delete from thing where crn = $$A$$', 'insert into thing values (100, $$A$$, 7)', 1],
    ['insert into thing values (100, $$A$$, 7)', 'delete from thing where id <> 100', 1],
  ])('has an entry as long as there is a row: while one does "%s", another does "%s"', async (first, second, left) => {
    await things.fresh({ A: 'Ada Byron' });
    await things.db.query(`insert into thing values (99, 'A', 7)`);
    await inTwo(first, second);
    expect(await things.entries()).toHaveLength(left);
  });

  it('keeps no name of a person with limits, whoever looks, and refuses one', async () => {
    await things.fresh({ A: aPerson('A', 'Secret Name', true), B: undefined, C: 'Ada Byron' });
    await things.shown();
    expect(await things.entries()).toMatchObject([
      { is_limited: true, sort_name: null, search_text: null, checked_at: things.clock.now() },
      { is_limited: true, sort_name: null, search_text: null },
      { is_limited: false, sort_name: 'ada byron\u0001Ada Byron', search_text: 'ada byron|adabyron|byron' },
    ]);
    const bold = things.db.query(`update person_index set sort_name = 'x', search_text = 'x' where person_key = 'A'`);
    await expect(bold).rejects.toThrow('person_index_names');
  });

  it('forgets a name when limits begin, and has it when they end; what was asked before changes nothing', async () => {
    await things.fresh({ A: 'Ada Byron' });
    await things.shown();
    things.bar('A');
    await things.shown();
    expect(await things.entries()).toMatchObject([{ is_limited: true, sort_name: null }]);
    const before = new Date(things.clock.now().getTime() - 1);
    await keepAnswers(things.db.manager, new Map([['A', aPerson('A', 'Ada Byron')]]), before);
    expect(await things.entries()).toMatchObject([{ is_limited: true }]);
    things.gateway.people.set('A', aPerson('A', 'Ada Byron'));
    await things.shown();
    expect(await things.entries()).toMatchObject([{ is_limited: false }]);
  });

  it('searches in SQL as texts at hand are searched', async () => {
    const name = fc.oneof(
      fc.constantFrom('Zoë O’Néill-Smith', 'Ada Byron', 'Łukasz Wałęsa', 'Mary Ann de la Mare'),
      fc.string({ unit: fc.constantFrom(...'aáb’- _%|\\ß') }),
    );
    const part = fc.tuple(name, fc.nat(8), fc.nat(8)).map(([text, from, length]) => text.slice(from, from + length));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1 }), fc.oneof(name, part), async (names, typed) => {
        const patterns = patternsOf(typed);
        const found = patterns
          ? await things.db.query<{ at: number }[]>(
              `select at::int from unnest($1::text[]) with ordinality t (text, at)
                where ${isFoundSql('text', '$2', '$3')} order by at`,
              [names.map(searchTextOf), patterns.words, patterns.joined],
            )
          : [];
        const expected = names.flatMap((text, at) => (isFoundIn(text, typed) ? [at + 1] : []));
        expect(found.map(({ at }) => at)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
