// Personal data of the synthetic people, where nobody may read it.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { MARK } from './values';

/** Names and numbers of the stand-ins' people. */
const people = /\bX9\d{5}\b|\bA9\d{3}AA\b|Castor|\bMember-\d\d|Member-Double/i;
/** In a log nothing that was typed may stand either; whoever typed it may read it in their own answer. */
const peopleOrTyped = new RegExp(`${people.source}|${MARK}`, 'i');

export interface Leak {
  readonly where: string;
  /** A little around it, to find it by; the data are synthetic. */
  readonly text: string;
}

/** The first place where a text names somebody who does not stand in `typed`: a form shows again what was typed in it. */
export const leakIn = (where: string, text: string, what = people, typed = ''): Leak | undefined => {
  const isTyped = (name: string) => typed.toLowerCase().includes(name.toLowerCase());
  const found = [...text.matchAll(new RegExp(what.source, 'gi'))].find(([name]) => !isTyped(name));
  return found ? { where, text: text.slice(Math.max(0, found.index - 120), found.index + 80) } : undefined;
};

/** Every line that names somebody, or repeats what was typed: of what others read. */
export const linesThatName = (where: string, text: string): Leak[] =>
  text.split('\n').flatMap((line) => leakIn(where, line, peopleOrTyped) ?? []);

const from = (file: string, start: number): string => {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= start) return '';
  const buffer = Buffer.alloc(size - start);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, buffer, 0, buffer.length, start);
  } finally {
    closeSync(opened);
  }
  return buffer.toString();
};

/** Reads logs from where they are now; `leaks` tells of each line that was added since and names somebody. */
export class Logs {
  private readonly starts: ReadonlyMap<string, number>;

  constructor(files: readonly string[]) {
    this.starts = new Map(files.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.size ?? 0]));
  }

  leaks(): Leak[] {
    return [...this.starts].flatMap(([file, start]) =>
      linesThatName(`log of ${basename(file, '.log')}`, from(file, start)),
    );
  }
}
