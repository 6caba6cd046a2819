// Rules about documents that can be checked are checked here.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings';

const text = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const workspaces = ['libs', 'services', 'tools', 'web'].flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`),
);

describe('F-094: documents', () => {
  it('list every decision, in order', () => {
    const pages = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
    const listed = [...text('docs/adr/README.md').matchAll(/^\| \[\d{4}\]\(([^)]+)\)/gm)].map(([, file]) => file);
    expect(listed).toEqual(pages.toSorted());
  });

  it('name every workspace in the README', () => {
    const readme = text('README.md');
    const named = (path: string) => readme.includes(`\`${path}\``) || readme.includes(`](${path})`);
    expect(workspaces.filter((path) => !named(path))).toEqual([]);
  });

  it.each(workspaces.filter((path) => /^(libs|services)\//.test(path) && existsSync(join(root, path, 'README.md'))))(
    '%s has a README of at most 80 lines',
    (path) => {
      expect(text(path, 'README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(80);
    },
  );

  it('link to files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(root, 'docs'))
        .filter((name) => /\.md$/.test(name))
        .map((name) => `docs/${name}`),
    ];
    const broken = pages.flatMap((page) =>
      [...text(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
        .map(([, target = '']) => join(page, '..', target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
