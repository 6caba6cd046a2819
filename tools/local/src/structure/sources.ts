import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface Source {
  /** Relative to the folder that was read. */
  readonly file: string;
  readonly text: string;
}

const NOT_PRODUCT = /\.(test|fixture|builder|d)\.ts$|(^|\/)(testing|node_modules|dist)\//;

/** What ships of these TypeScript files: no tests, no test kits. */
export const productOf = (root: string, pattern: string): Source[] => sourcesOf(root, pattern, NOT_PRODUCT);

export const sourcesOf = (root: string, pattern: string, except: RegExp = /(?!)/): Source[] =>
  globSync(pattern, { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !except.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** As `wc -l` counts. */
export const linesOf = (sources: readonly Source[]): number =>
  sources.reduce((sum, { text }) => sum + (text.match(/\n/g)?.length ?? 0), 0);
