/** How many replaced revisions of a draft are kept. */
export const KEPT_REVISIONS = 20;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const pagesOf = (data: unknown): Map<string, unknown> =>
  new Map(
    Object.entries(isObject(data) ? data : {}).flatMap(([task, pages]): [string, unknown][] =>
      isObject(pages) ? Object.entries(pages).map(([page, answers]) => [`${task}/${page}`, answers]) : [[task, pages]],
    ),
  );

const isSame = (one: unknown, other: unknown): boolean => {
  if (!isObject(one) || !isObject(other)) return JSON.stringify(one) === JSON.stringify(other);
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => isSame(one[name], other[name]));
};

/** Pages whose answers the next save drops or changes. A save that only adds loses nothing. */
export const lostAnswers = (before: string | null, after: string): string[] => {
  if (before === null) return [];
  const next = pagesOf(JSON.parse(after));
  return [...pagesOf(JSON.parse(before))]
    .filter(([page, answers]) => !isSame(answers, next.get(page)))
    .map(([page]) => page);
};
