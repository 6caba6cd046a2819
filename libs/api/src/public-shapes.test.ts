import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

interface Shape {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
}
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** What differs from the published shape on purpose, and what asks for it. */
const DIFFERS: Readonly<Record<string, string>> = {
  'Cas3AssessmentSummary.risks': 'always null: an assessment has no risks of its own',
  'FullPerson.tier': 'may be left out; no system is asked for tiers',
  'RestrictedPerson.tier': 'may be left out; no system is asked for tiers',
  'CAS3AssessmentUpdatedField.updatedFrom':
    'null where the referral named no release date: clients format an empty text without a guard, and the page breaks',
};

const shapesOf = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, `../public/${name}.shapes.json`), 'utf8')) as Record<string, Shape>;
const published = { ...shapesOf('passport'), ...shapesOf('cas3') };

const modules = globSync('{cas3,passport}/*.ts', { cwd: __dirname, exclude: ['**/*.test.ts'] }).toSorted();
const named = modules.flatMap((file) =>
  Object.entries(jest.requireActual<Record<string, unknown>>(join(__dirname, file))).filter(
    (entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType && entry[0] in published,
  ),
);

const own = z.toJSONSchema(z.tuple(named.map(([, schema]) => schema) as [z.ZodType]), { io: 'input' }) as {
  readonly $defs: Readonly<Record<string, Schema>>;
};

/** The kinds a value may have: formats and names of schemas are looked through. */
const kindsOf = (schema: Schema): string[] => {
  const { $ref, anyOf, oneOf, type, format } = schema;
  if ($ref) return kindsOf(own.$defs[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {});
  const branches = anyOf ?? oneOf;
  if (branches) return branches.flatMap(kindsOf);
  if (schema.const !== undefined) return [JSON.stringify(schema.const)];
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value));
  return [type ?? 'any'].flat().map((one) => (one === 'string' && format ? `string:${format}` : one));
};

const publishedKinds = (text: string): string[] =>
  text.split('|').flatMap((part) => {
    if (part.endsWith('[]')) return ['array'];
    const shape = published[part];
    if (!shape) return [part];
    return shape.type === undefined ? ['object'] : publishedKinds(shape.type);
  });

/** One of theirs; any JSON only where they say so. */
const isAllowed = (kind: string, theirs: readonly string[]): boolean => {
  if (theirs.includes('any') || theirs.includes(kind)) return true;
  const plain = kind.startsWith('"') ? 'string' : (kind.split(':')[0] ?? '');
  return theirs.includes(plain) || (plain === 'integer' && theirs.includes('number'));
};

const differencesOf = (name: string, ours: Schema, theirs: Shape): string[] => {
  if (!theirs.members) return [];
  return Object.entries(theirs.members).flatMap(([member, type]) => {
    const mine = ours.properties?.[member];
    if (!mine) return [`${name}.${member} is missing`];
    if (theirs.required?.includes(member) && !ours.required?.includes(member))
      return [`${name}.${member} may be missing`];
    const wanted = publishedKinds(type);
    const others = kindsOf(mine).filter((kind) => !isAllowed(kind, wanted));
    return others.length > 0 ? [`${name}.${member} is ${others.join(', ')}, not ${type}`] : [];
  });
};

describe('schemas of the published APIs', () => {
  const found = named.flatMap(([name]) => differencesOf(name, own.$defs[name] ?? {}, published[name] ?? {}));

  it('are many', () => expect(named.length).toBeGreaterThan(50));

  it('have every published member with its type, or a reason why not', () => {
    expect(found.map((one) => one.slice(0, one.indexOf(' '))).toSorted()).toEqual(Object.keys(DIFFERS).toSorted());
  });

  it('would be seen to lack a member and to have another type', () => {
    const theirs = { members: { id: 'string:uuid', day: 'string:date|null', list: 'Person[]' } };
    const ours = { properties: { day: { type: 'integer' }, list: { type: 'array' } } };
    expect(differencesOf('X', ours, theirs)).toEqual(['X.id is missing', 'X.day is integer, not string:date|null']);
  });
});
