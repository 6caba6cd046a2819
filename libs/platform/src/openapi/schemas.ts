import { z } from 'zod';

/** A JSON Schema as OpenAPI 3.1 takes it. */
export type Schema = { [member: string]: unknown };

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whole numbers are those that JSON carries exactly; a format says more than the expression behind it. */
const plain = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};

/** Every schema within a schema, maps of members as what they are: a member may be called `id`. */
const mapped = (schema: Schema, change: (schema: Schema) => Schema): Schema => {
  const within = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(within) : isObject(value) ? mapped(value, change) : value;
  const members = (value: unknown): unknown =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, within(one)])) : value;
  const entries = Object.entries(schema).map(([name, value]) => {
    if (name === 'properties' || name === '$defs') return [name, members(value)];
    return [name, name === 'examples' || name === 'enum' || name === 'const' ? value : within(value)];
  });
  return change(Object.fromEntries(entries) as Schema);
};

const referring = ({ id: _, $schema: __, ...schema }: Schema): Schema => ({
  ...schema,
  ...(typeof schema['$ref'] === 'string' && {
    $ref: schema['$ref'].replace('#/$defs/', '#/components/schemas/'),
  }),
});

/** The schema of a body, and by name those that it refers to. */
export const schemaOf = (
  body: z.ZodType,
): { readonly schema: Schema; readonly named: Readonly<Record<string, Schema>> } => {
  const options = { target: 'draft-2020-12', io: 'input', override: plain } as const;
  // Within a list the schema itself is referred to by its name as well.
  const { $defs = {}, items } = z.toJSONSchema(z.array(body), options) as Schema;
  const named = Object.entries($defs as Record<string, Schema>).map(([name, schema]) => [
    name,
    mapped(schema, referring),
  ]);
  return { schema: mapped(items as Schema, referring), named: Object.fromEntries(named) as Record<string, Schema> };
};

/** `nullable` is a word of OpenAPI 3.0; in 3.1 null is a type. */
const withNull = ({ nullable, ...schema }: Schema): Schema => {
  if (nullable !== true) return schema;
  const { type, enum: values, description, allOf, $ref } = schema;
  const [only] = Array.isArray(allOf) && allOf.length === 1 ? (allOf as Schema[]) : [];
  const reference = only ?? (typeof $ref === 'string' ? { $ref } : undefined);
  if (reference) return { anyOf: [reference, { type: 'null' }], ...(description !== undefined && { description }) };
  if (typeof type === 'string')
    return {
      ...schema,
      type: [type, 'null'],
      ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
    };
  return schema;
};

/** A schema of a request in the words of 3.1. */
export const inWordsOf31 = (schema: Schema): Schema => mapped(schema, withNull);
