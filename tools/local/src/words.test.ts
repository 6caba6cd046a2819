import { globSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { unusedWordsIn } from './words';

const root = resolve(__dirname, '../../..');
const pages = ['web/*/src/**/*.{ts,njk}', 'libs/web/src/**/*.{ts,njk}'];
const api = ['services/*/src/**/*.ts', 'libs/{platform,forms}/src/**/*.ts'];
const commands = ['tools/ops/src/**/*.ts', 'tools/local/src/**/*.ts', 'tools/local/*.mjs'];
const logs = ['libs/{messaging,base,hmpps,reference}/src/**/*.ts'];
const files = globSync([...pages, ...api, ...commands, ...logs], { cwd: root }).filter(
  (file) => !/\.test\.ts$|\/(testing|plays)\/|\/migrations\/|\.fixture\./.test(file),
);

describe('what a person reads', () => {
  it('on pages, in answers, on a command line and in logs has no word that docs/style.md sorts out', () => {
    const found = files.flatMap((file) => unusedWordsIn(join(root, file)));
    expect(found.map((each) => relative(root, each))).toEqual([]);
    expect(files.length).toBeGreaterThan(300);
  });

  it.each([
    ['a literal', 'x.ts', `export const words = 'That has changed meanwhile';`],
    ['a template literal', 'x.ts', 'export const words = (a: string) => `${a} is paused by somebody`;'],
    ['a page', 'x.njk', '<p class="govuk-body">Begin anew.</p>'],
  ])('is looked for in %s', (_, file, source) => expect(unusedWordsIn(file, source)).toHaveLength(1));

  it.each([
    ['a name', 'x.ts', `import { startAnew } from './anew'; export const name = 'meanwhile';`],
    ['a comment', 'x.ts', `// meanwhile\nexport const words = 'All is well';`],
    ['a comment of a page', 'x.njk', '{# meanwhile it waits #}<p>All is well.</p>'],
  ])('is not %s', (_, file, source) => expect(unusedWordsIn(file, source)).toEqual([]));
});
