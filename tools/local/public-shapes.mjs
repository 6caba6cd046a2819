// node tools/local/public-shapes.mjs OPENAPI.yaml NAME: libs/api/public/NAME.shapes.json from the published document of an API:
// names, types, what is required and enumerations of its schemas, and no texts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './node24.mjs';

const nameOf = (ref) => ref.slice(ref.lastIndexOf('/') + 1);

/** `string:uuid|null`, `Person`, `Person[]`, `"CAS3"`. */
const typeOf = (schema) => {
  if (schema.$ref) return nameOf(schema.$ref);
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches) return branches.map(typeOf).join('|');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join('|');
  const types = [schema.type ?? 'any'].flat().map((type) => {
    if (type === 'array') return `${typeOf(schema.items ?? {})}[]`;
    return type === 'string' && schema.format ? `string:${schema.format}` : type;
  });
  return types.join('|');
};

const shapeOf = (schema) =>
  schema.properties
    ? {
        required: schema.required ?? [],
        members: Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, typeOf(one)])),
      }
    : { type: typeOf(schema) };

const [file, name] = process.argv.slice(2);
const { components } = parse(readFileSync(file, 'utf8'));
const shapes = Object.fromEntries(Object.entries(components.schemas).map(([id, schema]) => [id, shapeOf(schema)]));
writeFileSync(join(root, `libs/api/public/${name}.shapes.json`), `${JSON.stringify(shapes, null, 2)}\n`);
