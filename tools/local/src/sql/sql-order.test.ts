import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isUnordered, statementsIn } from './sql-order';
import { UNORDERED } from './unordered-sql';

const root = resolve(__dirname, '../../../..');
const NOT_OURS_AT_RUN_TIME = /\.(?:test|contract|harness)\.ts$|\/(?:testing|stress|loss|migrations)\//;
const sources = ['libs', 'services', 'web']
  .flatMap((kind) => globSync(join(root, kind, '*/src/**/*.ts')))
  .map((file) => relative(root, file))
  .filter((file) => !NOT_OURS_AT_RUN_TIME.test(file))
  .sort();
const statements = sources.flatMap((file) => statementsIn(join(root, file)).map((found) => ({ ...found, file })));
const unordered = statements.filter(({ sql }) => isUnordered(sql));

describe('F-016: every statement of ours whose order matters says it', () => {
  it('with `order by`, or is on the list with its reason', () => {
    const listed = ({ file, sql }: { file: string; sql: string }) =>
      UNORDERED.some((each) => each.file === file && sql.startsWith(each.begins));
    const forgotten = unordered.filter((each) => !listed(each));
    expect(forgotten.map(({ file, line, sql }) => `${file}:${line} ${sql.slice(0, 120)}`)).toEqual([]);
  });

  it('and the list has nothing that is not there any more', () => {
    const stale = UNORDERED.filter(
      ({ file, begins }) => !unordered.some((each) => each.file === file && each.sql.startsWith(begins)),
    );
    expect(stale).toEqual([]);
  });

  it('and the statements are found at all', () => {
    expect(statements.length).toBeGreaterThan(120);
  });
});

describe('the check of orders', () => {
  const found = (sql: string) =>
    statementsIn('x.ts', `const sql = \`${sql}\`;`).filter((each) => isUnordered(each.sql));

  it.each([
    [
      'the statement that lost the order of a key',
      `insert into \${s}.dead_letter (consumer, key) select $1, e.key from unnest($2::uuid[], $3::text[]) as e(event_id, key)
       where not exists (select from \${s}.inbox i where i.event_id = e.event_id) on conflict do nothing`,
    ],
    ['an insert of arrays', 'insert into t (a) select e.* from unnest($1::int[]) as e'],
    ['an insert without a from', 'insert into t (a) select unnest($1::int[])'],
    ['rows of a table', 'select a, b from t where a = any($1)'],
    ['rows that a change returns', 'update t set a = 1 where b = $1 returning a'],
    ['a number that a window gives', 'select a, row_number() over (partition by b order by a) from t'],
    ['all roles of somebody', 'select role from role_grant where username = $1'],
    ['a common table', 'with x as (select a from t) select a from x'],
  ])('finds %s', (_name, sql) => {
    expect(found(sql)).toHaveLength(1);
  });

  it.each([
    ['an order that is said', 'select a from t order by a'],
    ['one row', 'select a from t where id = $1'],
    ['one row, locked', 'select a from t where id = $1 for update'],
    ['a number of rows', 'select count(*) from t'],
    ['a row of values', 'insert into t (a) values ($1) returning a'],
    ['a change that tells nothing', 'update t set a = 1 where b = $1'],
    ['a text that is no statement', 'selected from the list'],
    ['a sentence of a page', 'Select a region from the list. Your earlier choice is no longer available'],
  ])('is content with %s', (_name, sql) => {
    expect(found(sql)).toEqual([]);
  });
});
