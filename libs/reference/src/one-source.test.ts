import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Ids and nDelius codes of a file that is a list of things. */
const idsOf = (file: string): Set<unknown> => {
  const rows: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'));
  const list = Array.isArray(rows) ? (rows as (Record<string, unknown> | null)[]) : [];
  return new Set(list.flatMap((row) => [row?.['id'], row?.['code'], row?.['deliusCodes']].flat()).filter(Boolean));
};
const workspaceOf = (file: string) => file.split(/[\\/]/).slice(0, 2).join('/');

it('F-090: a list of ids or nDelius codes lives in one workspace; others import it', () => {
  const lists = globSync('{libs,services,tools,web}/*/src/**/*.json', { cwd: root })
    .map((file) => ({ file, ids: idsOf(file) }))
    .filter(({ ids }) => ids.size > 3);
  const copies = lists.flatMap((one) =>
    lists
      .filter((other) => other.file > one.file && workspaceOf(other.file) !== workspaceOf(one.file))
      .filter(
        (other) => [...one.ids].filter((id) => other.ids.has(id)).length > Math.min(one.ids.size, other.ids.size) / 2,
      )
      .map((other) => [one.file, other.file]),
  );
  expect(copies).toEqual([]);
  expect(lists.length).toBeGreaterThan(8);
});
