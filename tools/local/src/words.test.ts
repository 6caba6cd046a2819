import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { unusedWordsIn } from './words';

const root = resolve(__dirname, '../../..');
const pages = ['web/*/src/**/*.{ts,njk}', 'libs/web/src/**/*.{ts,njk}'];
const api = ['services/*/src/**/*.ts', 'libs/{platform,forms}/src/**/*.ts'];
const commands = ['tools/ops/src/**/*.ts', 'tools/local/src/**/*.ts', 'tools/local/*.mjs'];
const logs = ['libs/{messaging,base,hmpps,reference,api}/src/**/*.ts'];
// Decisions and the changelog stay as they were written; the style guide names the words.
const documents = [
  '*.md',
  'docs/*.md',
  'docs/how-to/*.md',
  '{libs,services,web,tools}/*/README.md',
  'infra/{,runbooks/}*.md',
];
const files = globSync([...pages, ...api, ...commands, ...logs, ...documents], { cwd: root }).filter(
  (file) =>
    !['CHANGELOG.md', join('docs', 'style.md')].includes(file) &&
    !/\.test\.ts$|\/(testing|plays)\/|\/migrations\/|\.fixture\./.test(file),
);

describe('what a person reads', () => {
  it('on pages, in answers, on a command line, in logs and in documents has no word that docs/style.md sorts out', () => {
    const found = files.flatMap((file) => unusedWordsIn(join(root, file)));
    expect(found.map((each) => relative(root, each))).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
  });

  it.each([
    ['a literal', 'x.ts', `export const words = 'That has changed meanwhile';`],
    ['a template literal', 'x.ts', 'export const words = (a: string) => `${a} is paused by somebody`;'],
    ['a sentence about a message', 'x.ts', `export const words = 'nDelius was told of a stay';`],
    ['a sentence about a dependency', 'x.ts', `export const words = 'The bus is away';`],
    ['a page', 'x.njk', '<p class="govuk-body">Begin anew.</p>'],
    ['a document', 'x.md', 'Commands are taken meanwhile.'],
  ])('is looked for in %s', (_, file, source) => expect(unusedWordsIn(file, source)).toHaveLength(1));

  it.each([
    ['a name', 'x.ts', `import { startAnew } from './anew'; export const name = 'meanwhile';`],
    ['a comment', 'x.ts', `// meanwhile\nexport const words = 'All is well';`],
    ['the story of a message in a document', 'x.md', 'What nDelius was told is kept while it is away.'],
    ['code in a document', 'x.md', 'A flag `--anew meanwhile` is gone.'],
    ['a comment of a page', 'x.njk', '{# meanwhile it waits #}<p>All is well.</p>'],
  ])('is not %s', (_, file, source) => expect(unusedWordsIn(file, source)).toEqual([]));
});
