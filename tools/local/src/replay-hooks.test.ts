import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** Consumers that a file defines, and of which it does not say how they are repaired. */
const undeclaredIn = (source: string): string[] => {
  const defined = [...source.matchAll(/const (\w+) = defineConsumer\('([^']+)'(.*)\)/g)];
  const live = defined.filter(([, , , options = '']) => !options.includes(`'effect'`));
  const declares = (name: string) => new RegExp(`hooks\\.(?:register|without)\\(\\s*${name}\\.name,`).test(source);
  return live.filter(([, name = '']) => !declares(name)).map(([, , consumer = '']) => consumer);
};

describe('F-075: every consumer of kind projection', () => {
  const files = ['libs', 'services', 'web']
    .flatMap((kind) => globSync(join(root, kind, '*/src/**/*.ts')))
    .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
    .filter((file) => /@OnEvents?\(/.test(readFileSync(file, 'utf8')));

  it('registers replay hooks or says why it cannot be repaired by history', () => {
    expect(files.length).toBeGreaterThan(9);
    const sources = files.map((file) => [relative(root, file), readFileSync(file, 'utf8')] as const);
    expect(sources.flatMap(([file, text]) => undeclaredIn(text).map((name) => `${file}: ${name}`))).toEqual([]);
    expect(sources.filter(([, text]) => !text.includes('= defineConsumer(')).map(([file]) => file)).toEqual([]);
  });

  it('is found when it does neither', () => {
    const consumer = `const moves = defineConsumer('booking.moves');`;
    expect(undeclaredIn(consumer)).toEqual(['booking.moves']);
    expect(undeclaredIn(`${consumer} hooks.without(others.name, 'why')`)).toEqual(['booking.moves']);
    expect(undeclaredIn(`${consumer} hooks.without(moves.name, 'why')`)).toEqual([]);
    expect(undeclaredIn(`const notices = defineConsumer('booking.notices', { kind: 'effect' });`)).toEqual([]);
  });
});
