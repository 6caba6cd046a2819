import type { Schema } from './schemas';

const OF_FORMAT: Readonly<Record<string, string>> = {
  uuid: '7b8f7b5e-3c1d-4c55-9d0a-2f6a1e8b9c01',
  date: '2027-05-14',
  'date-time': '2027-05-14T16:30:00.000Z',
};

const OF_TYPE: Readonly<Record<string, unknown>> = { string: 'Text', integer: 1, number: 1, boolean: true, null: null };

type Named = Readonly<Record<string, Schema>>;

const isNull = ({ type }: Schema): boolean => type === 'null';

const ofObject = (schema: Schema, named: Named, path: readonly string[]): unknown => {
  const { properties, required, additionalProperties } = schema;
  const must = new Set((required ?? []) as string[]);
  const members = Object.entries((properties ?? {}) as Record<string, Schema>).flatMap(([name, one]) => {
    const value = exampleOf(one, named, path);
    return value === undefined && !must.has(name) ? [] : [[name, value] as const];
  });
  if (members.length === 0 && typeof additionalProperties === 'object' && additionalProperties !== null)
    return { key: exampleOf(additionalProperties as Schema, named, path) };
  return Object.fromEntries(members);
};

/** An example of a schema: its own where it has one, else made of its parts. Undefined where it would contain itself. */
export const exampleOf = (schema: Schema, named: Named, path: readonly string[] = []): unknown => {
  const { $ref, examples, example, const: only, enum: values, type, format, items, minimum } = schema;
  if (typeof $ref === 'string') {
    const name = $ref.slice($ref.lastIndexOf('/') + 1);
    return path.includes(name) ? undefined : exampleOf(named[name] ?? {}, named, [...path, name]);
  }
  if (Array.isArray(examples) && examples.length > 0) return examples[0] as unknown;
  if (example !== undefined) return example;
  if (only !== undefined) return only;
  if (Array.isArray(values)) return values[0] as unknown;
  const branches = ['anyOf', 'oneOf', 'allOf'].flatMap((word) => (schema[word] ?? []) as Schema[]);
  const branch = branches.find((one) => !isNull(one));
  if (branch) return exampleOf(branch, named, path);
  const [first = 'object'] = [type].flat() as (string | undefined)[];
  if (first === 'array') {
    const item = exampleOf((items ?? {}) as Schema, named, path);
    return item === undefined ? [] : [item];
  }
  if (first === 'object') return ofObject(schema, named, path);
  if (typeof minimum === 'number') return Math.max(minimum, 1);
  return first === 'string' && typeof format === 'string' ? (OF_FORMAT[format] ?? 'Text') : OF_TYPE[first];
};
