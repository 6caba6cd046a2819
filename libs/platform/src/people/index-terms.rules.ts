import { beginnings, fold, foldWords } from '@throughcare/base/folding';

/** Folding leaves letters, digits and single spaces, so this parts what is searched, and is no wildcard of LIKE. */
const PART = '|';

/** What a name is sorted by in the collation C: as folded, then as written, so that the order is total. */
export const sortNameOf = (name: string): string =>
  `${fold(name)}\u0001${name.replaceAll('\u0000', '').toWellFormed()}`;

/** What is searched for a name: its folded words, then the text without gaps from the beginning of each word. */
export const searchTextOf = (name: string): string => {
  const words = foldWords(name);
  return [words.join(' '), ...beginnings(words)].join(PART);
};

export interface Patterns {
  /** Each has to be LIKE the folded words. */
  readonly words: readonly string[];
  /** Or this LIKE the whole of what is searched. */
  readonly joined: string;
}

/** In SQL what `isFoundIn` of `libs/base` is for texts at hand. Undefined: nothing is found by what was typed. */
export const patternsOf = (typed: string): Patterns | undefined => {
  const words = foldWords(typed);
  if (words.length === 0) return undefined;
  return { words: words.map((word) => `%${word}%`), joined: `%${PART}${words.join('')}%` };
};

/** SQL of a search over a column with `searchTextOf`. */
export const isFoundSql = (column: string, words: string, joined: string): string =>
  `(split_part(${column}, '${PART}', 1) like all(${words}::text[]) or ${column} like ${joined}::text)`;
