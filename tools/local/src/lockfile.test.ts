// A lockfile written where the registry lacks a platform's package is refused by `npm ci` everywhere else.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Locked {
  readonly version?: string;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly integrity?: string;
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

  it('F-085: holds the checksum of every package, so that an altered one is not installed', () => {
    const unchecked = Object.entries(packages).filter(
      ([path, { link, inBundle, integrity }]) =>
        path.includes('node_modules/') && !link && !inBundle && !integrity?.startsWith('sha512-'),
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it('F-092: pins a Node 24 for every platform that a developer may have', () => {
    const pinned = Object.entries(packages).filter(([path]) =>
      /^node_modules\/node-(bin-)?(darwin|linux|win)/.test(path),
    );
    const platforms = pinned.map(
      ([, { os, cpu, version }]) => `${String(os)} ${String(cpu)} ${version?.split('.')[0]}`,
    );
    expect(platforms.toSorted()).toEqual([
      'darwin arm64 24',
      'darwin x64 24',
      'linux arm64 24',
      'linux x64 24',
      'win32 x64 24',
    ]);
  });

  it('names no registry, so that it installs from whichever one a machine uses', () => {
    const remote = Object.entries(packages).filter(([, { link, resolved }]) => !link && resolved?.startsWith('http'));
    expect(remote.map(([path]) => path)).toEqual([]);
  });
});
