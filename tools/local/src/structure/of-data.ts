import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, type ApiDocument } from '../openapi/join';
import { sourcesOf, type Source } from './sources';

const NOT_READ = /\.(?:test|builder)\.ts$|(^|\/)(testing|migrations|node_modules|dist)\//;
/** A list of fewer items may be named by chance. */
const FEWEST = 4;

const idsOf = ({ text }: Source): string[] =>
  (JSON.parse(text) as { id?: unknown }[]).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));

/** Files outside `libs/reference` that hold at least half of one of its lists. */
export const referenceCopiesOf = (root: string): number => {
  const lists = sourcesOf(root, 'libs/reference/src/lists/*.json').map(idsOf);
  const isCopy = ({ text }: Source) =>
    lists.some((ids) => ids.length >= FEWEST && ids.filter((id) => text.includes(id)).length * 2 >= ids.length);
  return sourcesOf(root, '{libs,services,tools,web}/*/src/**/*.{ts,json}', NOT_READ)
    .filter(({ file }) => !file.startsWith('libs/reference/'))
    .filter(isCopy).length;
};

/** Operations of all services, and those whose document says what they answer. The documents are held to the code by `npm run openapi`. */
export const typedOperationsOf = (root: string): { readonly typed: number; readonly all: number } =>
  countOf(
    sourcesOf(root, 'docs/openapi/*.json', /throughcare\.json$/).map(({ text }) => JSON.parse(text) as ApiDocument),
  );

const middleOf = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

interface Form {
  readonly sections: readonly { readonly tasks: readonly { readonly pages: readonly object[] }[] }[];
}

/** Lines that say something (brackets do not) of the middle page of the referral form. */
export const linesOfQuestionPageOf = (root: string): number => {
  const [form] = sourcesOf(root, 'libs/forms/src/catalogues/cas3-referral.v*.json').slice(-1);
  if (!form) return 0;
  const { sections } = JSON.parse(form.text) as Form;
  const pages = sections.flatMap(({ tasks }) => tasks.flatMap((task) => task.pages));
  return middleOf(
    pages.map(
      (page) =>
        JSON.stringify(page, null, 2)
          .split('\n')
          .filter((line) => /\w/.test(line)).length,
    ),
  );
};

/** Files that the README names under "Follow one request", from the click to nDelius. */
export const trailOf = (root: string): number => {
  const readme = join(root, 'README.md');
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const part = /## Follow one request\n([^]*?)(?=\n## |$)/.exec(text)?.[1] ?? '';
  return new Set([...part.matchAll(/\]\(([^)]+\.ts)\)/g)].map(([, file]) => file)).size;
};
