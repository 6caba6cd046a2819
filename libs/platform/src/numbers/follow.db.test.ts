import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { sqlMigration } from '../database';
import { testDatabase, type TestDatabase } from '../testing';
import { followMerge, numberNow, type Merge, type NumbersOf } from './follow';
import { mergedNumberTables } from './merged-numbers';

jest.setTimeout(60_000);

const Things = sqlMigration(
  'Things1766200000000',
  mergedNumberTables,
  'create table thing (id text primary key, crn text, noms text)',
);
const numbers: NumbersOf = { tables: [{ table: 'thing', id: 'id', crn: 'crn', noms: 'noms' }] };
const CRNS = ['A', 'B', 'C', 'D', 'E'];

describe('rows that bear numbers of people', () => {
  let database: TestDatabase;
  let db: DataSource;
  beforeAll(async () => {
    database = await testDatabase({ schema: 'booking', migrations: [Things] });
    db = await new DataSource({
      type: 'postgres',
      url: database.url,
      extra: { options: '-c search_path=booking' },
    }).initialize();
  });
  afterAll(async () => {
    await db?.destroy();
    await database?.drop();
  });
  const fresh = async () => {
    await db.query('truncate thing, merged_number, renumbered_row');
    for (const crn of CRNS) await db.query('insert into thing values ($1, $1, $2)', [crn, `${crn}1`]);
  };
  const hear = (merge: Merge) => db.transaction((tx) => followMerge(tx, numbers, merge));
  const rows = async () =>
    Object.fromEntries(
      (await db.query<{ id: string; crn: string }[]>('select id, crn from thing order by id')).map(({ id, crn }) => [
        id,
        crn,
      ]),
    );
  const merge = (from: string, into: string, version = 1, isMerged = true): Merge => ({
    numberType: 'crn',
    from,
    into,
    version,
    isMerged,
  });

  it('F-023: follow a chain of merges, and what is undone of it', async () => {
    await fresh();
    await hear(merge('A', 'B'));
    await hear(merge('B', 'C'));
    expect(await rows()).toMatchObject({ A: 'C', B: 'C', C: 'C' });
    await hear(merge('A', 'B', 2, false));
    expect(await rows()).toMatchObject({ A: 'A', B: 'C' });
    await hear(merge('B', 'C', 2, false));
    expect(await rows()).toMatchObject({ A: 'A', B: 'B', C: 'C' });
  });

  it('F-023: of the other kind of number stay as they are', async () => {
    await fresh();
    await hear({ ...merge('A', 'B'), numberType: 'noms' });
    expect(await rows()).toMatchObject({ A: 'A' });
  });

  it('F-023: made of an event from before the merge get the number of today, and their own back', async () => {
    await fresh();
    await hear(merge('A', 'B'));
    await db.transaction(async (tx) => {
      const crn = await numberNow(tx, { table: 'thing', id: 'late' }, 'crn', 'A');
      await tx.query(`insert into thing values ('late', $1)`, [crn]);
    });
    expect(await rows()).toMatchObject({ late: 'B' });
    await hear(merge('A', 'B', 2, false));
    expect(await rows()).toMatchObject({ late: 'A' });
  });

  it('F-023: end the same in every order, with copies', async () => {
    const words = fc.uniqueArray(
      fc.record({
        from: fc.constantFrom(...CRNS),
        into: fc.constantFrom(...CRNS),
        version: fc.integer({ min: 1, max: 3 }),
        isMerged: fc.boolean(),
      }),
      { selector: ({ from, version }) => `${from} ${version}`, maxLength: 8 },
    );
    const story = words
      .map((some) => some.filter(({ from, into }) => from < into)) // no rings: the gateway never tells one
      .chain((some) =>
        fc.record({
          some: fc.constant(some),
          shuffled: fc.shuffledSubarray([...some, ...some], { minLength: some.length * 2 }),
        }),
      );
    await fc.assert(
      fc.asyncProperty(story, async ({ some, shuffled }) => {
        await fresh();
        for (const word of some) await hear({ numberType: 'crn', ...word });
        const expected = await rows();
        await fresh();
        for (const word of shuffled) await hear({ numberType: 'crn', ...word });
        expect(await rows()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});
