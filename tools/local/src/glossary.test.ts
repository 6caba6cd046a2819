// The glossary gives each word one meaning, and what it names is there.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings';

const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');

/** Words with what is said behind them to tell them from others, as in "gap (of movements)". */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/\*\*([^*]+)\*\*(?: (\([^`)]+\)))?/g)].map(([, word = '', which = '']) =>
    `${word} ${which}`.trim(),
  );

const typesNamedIn = (text: string): string[] =>
  [...text.matchAll(/`([A-Z][a-zA-Z]*[a-z][a-zA-Z]*)`/g)].map(([, name = '']) => name);

const declared = (): ReadonlySet<string> => {
  const files = globSync('{libs,services,web}/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  );
  const texts = files.map((file) => readFileSync(join(root, file), 'utf8'));
  const pattern = /^export (?:abstract )?(?:interface|type|class|const) (\w+)/gm;
  return new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)));
};

describe('the glossary', () => {
  it('gives each word one meaning', () => {
    const words = wordsOf(glossary);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(words.length).toBeGreaterThan(110);
  });

  it('names types that there are', () => {
    const there = declared();
    const named = typesNamedIn(glossary);
    expect(named.filter((name) => !there.has(name))).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });

  it('would be found to say a word twice, or to name a type that is gone', () => {
    expect(wordsOf('- **gap**: one. **gap** (of movements): another. **gap**: a third.')).toEqual([
      'gap',
      'gap (of movements)',
      'gap',
    ]);
    expect(
      typesNamedIn('**lane** (`Lane`), `npm test`, **crew** (`Crew`)').filter((name) => !declared().has(name)),
    ).toEqual(['Crew']);
  });
});
