import { globSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FORBIDDEN = ['transform', 'pipe', 'default', 'prefault', 'catch'];

const partsOf = (value: unknown): z.core.$ZodType[] => {
  if (value instanceof z.core.$ZodType) return [value];
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    ? Object.values(value).flatMap(partsOf)
    : [];
};

/** What changes a value within a schema; empty for one that serves those who send and those who read. */
const changesIn = (schema: z.core.$ZodType, seen = new Set<z.core.$ZodType>()): string[] => {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const { def } = schema._zod;
  const here = [
    ...(FORBIDDEN.includes(def.type) ? [def.type] : []),
    ...('coerce' in def && def.coerce === true ? ['coerce'] : []),
  ];
  return [
    ...here,
    ...Object.values(def)
      .flatMap(partsOf)
      .flatMap((part) => changesIn(part, seen)),
  ];
};

const files = globSync('**/*.ts', { cwd: __dirname, exclude: ['**/*.test.ts'] }).toSorted();
const schemas = files.flatMap((file) =>
  Object.entries(jest.requireActual<Record<string, unknown>>(join(__dirname, file)))
    .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
    .map(([name, schema]) => [`${file} ${name}`, name, schema] as const),
);

describe('contracts of replies', () => {
  it('are found', () => expect(schemas.length).toBeGreaterThan(100));

  it.each(schemas)('%s has no transform, default or coercion', (_place, _name, schema) => {
    expect(changesIn(schema)).toEqual([]);
  });

  it.each(schemas)('%s has its name in the document', (_place, name, schema) => {
    const { id } = schema.meta() ?? {};
    expect(id ?? name).toBe(name);
  });

  it('would be found with what changes a value, however deep', () => {
    const Stay = z.object({ nights: z.array(z.union([z.coerce.number(), z.string().default('x')])) });
    expect(changesIn(z.object({ stay: Stay.nullable(), at: z.string().transform(Number) }))).toEqual(
      expect.arrayContaining(['coerce', 'default', 'pipe', 'transform']),
    );
  });
});
