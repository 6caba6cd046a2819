import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { root } from '../settings';

/** Writes what has changed of these texts by their path. With `--check` it names each of them instead, and the process ends with 1. */
export const writeOrCheck = (files: ReadonlyMap<string, string>, args: readonly string[] = process.argv): void => {
  for (const [file, wanted] of files) {
    if (existsSync(file) && readFileSync(file, 'utf8') === wanted) continue;
    if (args.includes('--check')) {
      console.error(`${relative(root, file)} is out of date: run npm run events`);
      process.exitCode = 1;
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted);
  }
};
