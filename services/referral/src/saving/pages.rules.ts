const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const NONE: ReadonlySet<string> = new Set();

/** The answers of a draft page by page, named `task/page`; a task that is no object of pages, or is one of `whole`, stands for itself. */
export const pagesOf = (data: unknown, whole = NONE): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(isObject(data) ? data : {}).flatMap(([task, pages]): [string, unknown][] =>
      isObject(pages) && !whole.has(task)
        ? Object.entries(pages).map(([page, answers]) => [`${task}/${page}`, answers])
        : [[task, pages]],
    ),
  );

/** Tasks that stand for themselves in these answers. */
export const wholeTasks = (data: unknown): string[] =>
  Object.entries(isObject(data) ? data : {}).flatMap(([task, pages]) => (isObject(pages) ? [] : [task]));

/** The same value, whatever the order of its members. */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other);
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
};

/** Pages that only one has, or both with different answers. */
export const differing = (one: unknown, other: unknown, whole = NONE): string[] => {
  const [ours, theirs] = [pagesOf(one, whole), pagesOf(other, whole)];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((page) => !isSame(ours.get(page), theirs.get(page)));
};

/** Pages whose answers the next save drops or changes. A save that only adds loses nothing. */
export const lostAnswers = (before: string | null, after: string): string[] => {
  if (before === null) return [];
  const data: unknown = JSON.parse(before);
  const had = pagesOf(data);
  return differing(data, JSON.parse(after)).filter((page) => had.has(page));
};
