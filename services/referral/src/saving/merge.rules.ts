import { memberText } from '@throughcare/platform/json';
import { differing, isSame, pagesOf, wholeTasks } from './pages.rules';

/** A page that the caller and somebody else have both changed since the caller read it; undefined where it was taken out. */
export interface Clash {
  readonly page: string;
  readonly yours: unknown;
  readonly theirs: unknown;
}

export type Merged = { readonly data: string } | { readonly clashes: readonly Clash[] };

/** Answers as a client last had them. */
export interface ReadAnswers {
  /** Null: none were there. */
  readonly data: string | null;
}

const parsed = (data: string | null): unknown => (data === null ? {} : JSON.parse(data));
const keysOf = (json: string | undefined): string[] => {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
};

const objectText = (members: readonly (readonly [name: string, text: string | undefined])[]): string =>
  `{${members.flatMap(([name, text]) => (text === undefined ? [] : [`${JSON.stringify(name)}:${text}`])).join(',')}}`;

/** The caller's text with these pages as `current` has them; what is not moved stays to the byte. */
const withPages = (next: string, current: string, kept: ReadonlySet<string>): string => {
  const tasks = [...new Set([...keysOf(next), ...keysOf(current)])];
  return objectText(
    tasks.map((task) => {
      const [ours, theirs] = [memberText(next, task), memberText(current, task)];
      if (kept.has(task)) return [task, theirs];
      const pages = [...new Set([...keysOf(ours), ...keysOf(theirs)])];
      if (!pages.some((page) => kept.has(`${task}/${page}`))) return [task, ours];
      const from = (page: string) => (kept.has(`${task}/${page}`) ? theirs : ours);
      return [task, objectText(pages.map((page) => [page, memberText(from(page) ?? '{}', page)]))];
    }),
  );
};

/**
 * Joins a save of the whole form with what others have saved since the caller read it. A page that the caller left alone stays as the others
 * have it, one that the others left alone becomes the caller's, and one that both have changed is a clash.
 */
export const merge = (base: string | null, current: string | null, next: string): Merged => {
  if (current === null || base === current) return { data: next };
  const [before, now, wanted] = [parsed(base), parsed(current), parsed(next)];
  const whole = new Set([before, now, wanted].flatMap(wholeTasks));
  const [had, has, wants] = [pagesOf(before, whole), pagesOf(now, whole), pagesOf(wanted, whole)];
  const kept = differing(now, wanted, whole).filter((page) => !isSame(had.get(page), has.get(page)));
  const clashes = kept
    .filter((page) => !isSame(had.get(page), wants.get(page)))
    .map((page) => ({ page, yours: wants.get(page), theirs: has.get(page) }));
  if (clashes.length > 0) return { clashes };
  return { data: kept.length === 0 ? next : withPages(next, current, new Set(kept)) };
};

/**
 * What a save started from when nobody knows its client: of all that any client had, oldest first, what differs from it on the fewest pages. A
 * form page changes one page of the answers, so what is nearest is what was read.
 */
export const nearest = (known: readonly ReadAnswers[], next: string): ReadAnswers | undefined => {
  const wanted: unknown = JSON.parse(next);
  const distance = ({ data }: ReadAnswers) => differing(parsed(data), wanted).length;
  return known
    .map((read) => ({ read, pages: distance(read) }))
    .reduce<{ read: ReadAnswers; pages: number } | undefined>(
      (best, one) => (best && best.pages <= one.pages ? best : one),
      undefined,
    )?.read;
};
