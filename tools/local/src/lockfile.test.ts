// A lockfile written where the registry lacks a platform's package is refused by `npm ci` everywhere else.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(resolve(__dirname, '../../../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};

describe('package-lock.json', () => {
  it('holds every platform of every optional dependency (else: node tools/local/complete-lockfile.mjs)', () => {
    const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it('names no registry, so that it installs from whichever one a machine uses', () => {
    const remote = Object.entries(packages).filter(([, { link, resolved }]) => !link && resolved?.startsWith('http'));
    expect(remote.map(([path]) => path)).toEqual([]);
  });
});
