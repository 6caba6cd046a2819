/** Letters that Unicode does not take apart into a base letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
};
const UNDIVIDED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Every apostrophe of keyboards, phones and Word, also the accents that stand in for one. They part no words. */
const APOSTROPHES = /['`\u00b4\u02b9-\u02bf\u02c8\u2018-\u201b\u2032\u2035\ua78c\uff07]/g;

/**
 * Text as it is compared: without case, marks, apostrophes, hyphens and punctuation, composed in one way, one space between words.
 * The one meaning of "the same name" and "the same address", for search, sort and uniqueness alike. For comparing, never for showing.
 */
export const fold = (text: string): string =>
  text
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(UNDIVIDED, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words of a text as it is compared; none of a text that is nothing but punctuation. */
export const foldWords = (text: string): string[] => fold(text).split(' ').filter(Boolean);

/** The same without spaces: `Pont-y-pŵl` and `pontypwl`, `CR0 9ZA` and `cr09za` are one. */
export const foldTight = (text: string): string => fold(text).replaceAll(' ', '');

/** The text without gaps, from the beginning of each of its words: what a text written with other gaps begins one of. */
export const beginnings = (words: readonly string[]): string[] => words.map((_, at) => words.slice(at).join(''));

/**
 * Whether what somebody typed is in a text as people write it: all its words, in any order, each also as a part of a word;
 * or, written with other gaps than the text, from the beginning of a word. Nothing but punctuation is in no text.
 */
export const isFoundIn = (text: string, typed: string): boolean => {
  const wanted = foldWords(typed);
  if (wanted.length === 0) return false;
  const words = foldWords(text);
  const folded = words.join(' ');
  if (wanted.every((word) => folded.includes(word))) return true;
  return beginnings(words).some((beginning) => beginning.startsWith(wanted.join('')));
};

/** What to sort by: as folded, then as written, so that the order is total and the same everywhere. For many rows, made once for each. */
const foldKey = (text: string): string => `${fold(text)}\u0000${text}`;

/** The order of plain texts, as PostgreSQL's collation C has it. */
const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** The order of names and addresses. */
export const byFold = (one: string, other: string): number => byText(foldKey(one), foldKey(other));
