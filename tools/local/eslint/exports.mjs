// A library is entered by the doors that its package.json names, and by no other (ADR 0032).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspaces.mjs';

const known = new Map();

/** Sub-paths that a library exports, as `access` or `cas3/*`; undefined for what is no library of ours. */
const doorsOf = (library) => {
  if (!known.has(library)) {
    const file = join(root, 'libs', library, 'package.json');
    const { exports = {} } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
    known.set(library, existsSync(file) ? Object.keys(exports).map((name) => name.replace('./', '')) : undefined);
  }
  return known.get(library);
};

const opens = (door, path) => {
  const [before, after] = door.split('*');
  return after === undefined ? door === path : path.startsWith(before) && path.endsWith(after);
};

/** What is wrong with an import, if it reaches into a library past its doors. */
export const deepImport = (specifier) => {
  const [, library, path] = /^@throughcare\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  const doors = library && doorsOf(library);
  if (!doors || doors.some((door) => opens(door, path))) return undefined;
  return `${specifier} is no door of libs/${library}; its package.json names them: ${doors.join(', ')}.`;
};
