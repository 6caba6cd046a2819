import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** Consumers that a file names for its handlers, and what is wrong with how it declares them. */
const undeclaredIn = (source: string): string[] => {
  const handlers = [...source.matchAll(/@OnEvent\(\s*\w+,\s*([^)]+)\)/g)].map(([, options = '']) => options);
  const live = handlers.filter((options) => !/kind: 'effect'/.test(options));
  if (live.length === 0) return [];
  const declares = /hooks\.(?:register|without)\(\s*(?:\w*consumer\w*|\w+\.consumer)\s*,/i.test(source);
  return declares ? [] : [...new Set(live)];
};

describe('F-075: every consumer of kind projection', () => {
  const files = ['libs', 'services', 'web']
    .flatMap((kind) => globSync(join(root, kind, '*/src/**/*.ts')))
    .filter((file) => !/\.test\.ts$|\/testing\/|test-kit/.test(file))
    .filter((file) => readFileSync(file, 'utf8').includes('@OnEvent('));

  it('registers replay hooks or says why it cannot be repaired by history', () => {
    expect(files.length).toBeGreaterThan(9);
    const undeclared = files.flatMap((file) =>
      undeclaredIn(readFileSync(file, 'utf8')).map((options) => `${relative(root, file)}: ${options}`),
    );
    expect(undeclared).toEqual([]);
  });

  it('is found when it does neither', () => {
    const handler = `@OnEvent(BookingConfirmed, { consumer: 'x' }) confirmed() {}`;
    expect(undeclaredIn(handler)).toEqual([`{ consumer: 'x' }`]);
    expect(undeclaredIn(`${handler} hooks.without(consumer, 'why')`)).toEqual([]);
    expect(undeclaredIn(`@OnEvent(BookingConfirmed, { consumer, kind: 'effect' })`)).toEqual([]);
  });
});
