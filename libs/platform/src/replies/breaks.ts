import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const nameOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => text + (typeof part === 'number' ? '[]' : `.${String(part)}`), '$');

/** The branch of a union that came furthest is the one that was meant. */
const furthest = (branches: readonly (readonly Issue[])[]): readonly Issue[] =>
  branches.toSorted((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0] ?? [];

const namesOf = (issue: Issue, parent: readonly PropertyKey[] = []): string[] => {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_union') {
    const inner = furthest(issue.errors).flatMap((each) => namesOf(each, path));
    if (inner.length > 0) return inner;
  }
  return [`${nameOf(path)} (${issue.code})`];
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Members of `sent` that parsing left behind. */
const strays = (sent: unknown, parsed: unknown, path: readonly PropertyKey[] = []): string[] => {
  if (sent === parsed) return [];
  if (Array.isArray(sent) && Array.isArray(parsed))
    return sent.flatMap((item, at) => strays(item, parsed[at], [...path, at]));
  if (!isObject(sent) || !isObject(parsed)) return [`${nameOf(path)} (changed)`];
  return Object.keys(sent).flatMap((key) =>
    Object.hasOwn(parsed, key) ? strays(sent[key], parsed[key], [...path, key]) : [`${nameOf([...path, key])} (stray)`],
  );
};

/** Where a body differs from its schema: names of members and what is wrong with them, never a value. Empty when it is as promised. */
export const breaksOf = (schema: z.ZodType, sent: unknown): string[] => {
  const { success, data, error } = schema.safeParse(sent);
  const found = success ? strays(sent, data) : error.issues.flatMap((issue) => namesOf(issue));
  return [...new Set(found)];
};
