import { catalogue } from '@throughcare/events/catalogue';
import { notFound } from '@throughcare/base/errors';
import { matchesType } from './filter.rules';

const TYPES = [...new Set(catalogue.map(({ type }) => type))];
/** So many letters may be changed, added or left out where one type is meant and another is written. */
const CLOSE = 3;

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
};

const hintFor = (pattern: string): string => {
  const near = TYPES.map((type) => ({ type, far: distance(type, pattern) })).sort((a, b) => a.far - b.far)[0];
  if (near && near.far <= CLOSE) return ` Did you mean ${near.type}?`;
  return ' An event type is written like accommodation.cas3.booking.confirmed; * stands for any characters.';
};

/**
 * Nothing was found: a type that cannot be is a mistake of whoever asks, and not an answer. Only then, because a log may hold types of
 * earlier builds. Throws NO_SUCH_EVENT_TYPE, which does not repeat what was typed.
 */
export const requireTypes = (patterns: readonly string[] | undefined): void => {
  for (const pattern of patterns ?? []) {
    if (TYPES.some((type) => matchesType(type, [pattern]))) continue;
    throw notFound('NO_SUCH_EVENT_TYPE', { detail: `No event has this type.${hintFor(pattern.slice(0, 200))}` });
  }
};
