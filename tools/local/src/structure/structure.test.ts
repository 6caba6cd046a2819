import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Plan } from './structure';
import { closureOf, EMPTY, findingsOf, importsOf, plansOf, shapeOf, structureOf } from './structure';

const root = resolve(__dirname, '../../../..');

describe('the structure of this repository', () => {
  it('is what structure.json says', () => {
    expect(structureOf(root, plansOf(root)).flatMap(({ findings }) => findings)).toEqual([]);
  });
});

describe('the structure check', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'structure-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Writes files that import others and reads them again. */
  const tree = (files: Readonly<Record<string, readonly string[]>>) => {
    for (const [file, imports] of Object.entries(files)) {
      const path = join(folder, 'src', file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, imports.map((from) => `import type { X } from '${from}';\n`).join(''));
    }
    return importsOf(join(folder, 'src'));
  };
  const findings = (files: Readonly<Record<string, readonly string[]>>, plan: Partial<Plan>) =>
    findingsOf('it', tree(files), { ...EMPTY, ...plan });

  it('takes a file at the root and the folder of its name for one room, and leaves tests out', () => {
    const imports = tree({
      'a.ts': ['./b/c'],
      'a/x.ts': [],
      'b/c.ts': ['zod', '../a/x'],
      'a/x.test.ts': ['../b/c'],
      'c/y.fixture.ts': ['../a'],
    });
    expect(shapeOf(imports, ['a', 'b'])).toMatchObject({
      rooms: ['a', 'b'],
      arrows: ['a > b', 'b > a'],
      tangles: [['a', 'b']],
      upward: ['b > a'],
      circles: [],
      files: 3,
    });
  });

  it('lets imports pass that run down', () => {
    expect(findings({ 'a/x.ts': ['../b/y'], 'b/y.ts': ['../c'], 'c.ts': [] }, { order: ['a', 'b', 'c'] })).toEqual([]);
  });

  it('fails for an import that runs up, unless it is listed', () => {
    const files = { 'a/x.ts': [], 'b/y.ts': ['../a/x'] };
    expect(findings(files, { order: ['a', 'b'] })).toEqual(['it: b > a runs up']);
    expect(findings(files, { order: ['a', 'b'], arrows: ['b > a'] })).toEqual([]);
  });

  it('fails for every arrow of a tangle', () => {
    const files = { 'a/x.ts': ['../b/y'], 'b/y.ts': ['../c/z'], 'c/z.ts': [], 'c/w.ts': ['../a/v'], 'a/v.ts': [] };
    expect(findings(files, { order: ['a', 'b', 'c'] })).toEqual([
      'it: a > b is inside a tangle',
      'it: b > c is inside a tangle',
      'it: c > a runs up',
    ]);
  });

  it('fails for files in a circle', () => {
    const files = { 'a/x.ts': ['./y'], 'a/y.ts': ['./x'] };
    expect(findings(files, { order: ['a'] })).toEqual(['it: these files import each other in a circle: a/x.ts a/y.ts']);
    expect(findings(files, { order: ['a'], circles: [['a/x.ts', 'a/y.ts']] })).toEqual([]);
  });

  it('fails for a room without a place, and for a place without a room', () => {
    expect(findings({ 'a.ts': [] }, { order: ['b'] })).toEqual([
      'it: a has no place in the order',
      'it: b is in the order, and no longer a room',
    ]);
  });

  it('fails for an entry that is no longer true: the list only shrinks', () => {
    const plan = { order: ['a', 'b'], arrows: ['b > a'], circles: [['a.ts', 'b.ts']], folders: ['.'] };
    expect(findings({ 'a.ts': [], 'b.ts': [] }, plan)).toEqual([
      'it: b > a is listed, and no longer wrong',
      'it: this circle is listed, and no longer there: a.ts b.ts',
      'it: . is listed as full, and no longer is',
    ]);
  });

  it('fails for a folder of more than 20 files', () => {
    const files = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a/f${n}.ts`, []]));
    expect(findings(files(20), { order: ['a'] })).toEqual([]);
    expect(findings(files(21), { order: ['a'] })).toEqual(['it: a has more than 20 files']);
  });

  it('fails for a source that imports what never ships', () => {
    mkdirSync(join(folder, 'proof'));
    writeFileSync(join(folder, 'proof/contract.ts'), '');
    expect(findings({ 'a.ts': ['../proof/contract'] }, { order: ['a'] })).toEqual([
      'it: a.ts imports from proof, which never ships',
    ]);
  });

  it('says what a file brings in, across workspaces', () => {
    const files = closureOf(root, 'libs/hmpps/src/intake.rules.ts');
    expect(files).toContain('libs/hmpps/src/intake.rules.ts');
    expect(files.some((file) => file.startsWith('libs/events/src/') || file.startsWith('libs/platform/src/'))).toBe(
      true,
    );
  });
});
