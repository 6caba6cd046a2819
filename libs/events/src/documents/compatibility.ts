import type { JsonSchema } from './json-schema';

const ANNOTATIONS = new Set(['$schema', '$id', 'title', 'description', 'examples', 'default', 'deprecated']);
const WALKED = new Set(['type', 'properties', 'required', 'enum', 'items']);
/** Bounds that may move outwards only. */
const LOWER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems']);
const UPPER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems']);

/**
 * What makes `after` unfit to replace `before` under the same version: empty when the change is only additive.
 * Promised when empty: everything that `before` accepted is still accepted with the same meaning, and every field that a
 * reader could count on is still there. Anything else is a new version with an upcaster.
 */
export const incompatibilities = (before: JsonSchema, after: JsonSchema, path = 'data'): string[] => [
  ...typeChange(before, after, path),
  ...propertyChanges(before, after, path),
  ...requiredChanges(before, after, path),
  ...enumChange(before, after, path),
  ...(before.items && after.items ? incompatibilities(before.items, after.items, `${path}[]`) : []),
  ...otherChanges(before, after, path),
];

/** Both come from the same generator, so equal schemas are written alike. */
const same = (before: unknown, after: unknown) => JSON.stringify(before) === JSON.stringify(after);

const typeChange = (before: JsonSchema, after: JsonSchema, path: string) =>
  same(before.type, after.type) && !before.items === !after.items ? [] : [`${path}: type changed`];

const propertyChanges = (before: JsonSchema, after: JsonSchema, path: string) =>
  Object.entries(before.properties ?? {}).flatMap(([name, schema]) => {
    const now = after.properties?.[name];
    return now ? incompatibilities(schema, now, `${path}.${name}`) : [`${path}.${name}: removed or renamed`];
  });

const requiredChanges = (before: JsonSchema, after: JsonSchema, path: string) => {
  const [was, is] = [before.required ?? [], after.required ?? []];
  return [
    ...is.filter((name) => !was.includes(name)).map((name) => `${path}.${name}: newly required`),
    ...was.filter((name) => !is.includes(name)).map((name) => `${path}.${name}: no longer always there`),
  ];
};

const enumChange = (before: JsonSchema, after: JsonSchema, path: string) => {
  if (!before.enum) return after.enum ? [`${path}: narrowed to a list of values`] : [];
  if (!after.enum) return [`${path}: list of values dropped`];
  return before.enum
    .filter((value) => !after.enum?.includes(value))
    .map((value) => `${path}: value ${JSON.stringify(value)} removed`);
};

const otherChanges = (before: JsonSchema, after: JsonSchema, path: string) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((keyword) => !ANNOTATIONS.has(keyword) && !WALKED.has(keyword))
    .filter((keyword) => !allowed(keyword, before[keyword], after[keyword]))
    .map((keyword) => `${path}: ${keyword} changed`);

const allowed = (keyword: string, before: unknown, after: unknown) => {
  if (same(before, after)) return true;
  if (LOWER.has(keyword)) return after === undefined || (before !== undefined && Number(after) <= Number(before));
  if (UPPER.has(keyword)) return after === undefined || (before !== undefined && Number(after) >= Number(before));
  return false;
};
