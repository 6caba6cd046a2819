import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { catalogue } from '../catalogue';
import { dataschemaOf } from '../define-event';
import { parseEnvelope } from '../envelope';
import { readEvent } from '../read-event';
import { upcast } from '../upcast';
import {
  GENERATED,
  GOLDEN,
  committedSchema,
  generatedFiles,
  goldenPayloads,
  incompatibleWith,
  schemaFile,
  stem,
} from './files';
import { dataSchema, type JsonSchema } from './json-schema';

const named = catalogue.map((definition) => [stem(definition), definition] as const);
const asyncapi = () => readFileSync(join(GENERATED, 'asyncapi.yaml'), 'utf8');
const errorsOf = async (document: string) =>
  (await new Parser().parse(document)).diagnostics
    .filter(({ severity }) => Number(severity) === 0)
    .map(({ message }) => message);

/** Fields of a schema, at any depth, that none of the values has. */
const unseen = (schema: JsonSchema, values: unknown[], path = ''): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const present = values
      .map((value) => (value as Record<string, unknown>)[name])
      .filter((value) => value !== undefined);
    return present.length === 0 ? [path + name] : unseen(inner, present, `${path}${name}.`);
  });

describe('golden events', () => {
  it.each(named)('%s can still be read, losing nothing', (_name, definition) => {
    const golden = goldenPayloads(definition);
    expect(golden.length).toBeGreaterThan(0);
    for (const event of golden) {
      expect(parseEnvelope(event).dataschema).toBe(dataschemaOf(definition.type, definition.version));
      expect(readEvent(event)).toMatchObject({
        ...parseEnvelope(event),
        dataschema: upcast(parseEnvelope(event)).dataschema,
      });
    }
  });

  it.each(named)('%s shows every field of its contract', (_name, definition) => {
    const data = goldenPayloads(definition).map((event) => parseEnvelope(event).data);
    expect(unseen(dataSchema(definition), data)).toEqual([]);
  });

  it('miss a field that was added without a new golden event', () => {
    const schema = { properties: { a: {}, b: { properties: { c: {} } } } };
    expect(unseen(schema, [{ a: 1, b: {} }])).toEqual(['b.c']);
  });

  it('belong to events of the catalogue, schemas included', () => {
    const names = readdirSync(GOLDEN).map((name) => name.replace(/(\.schema|\.\d+)?\.json$/, ''));
    expect([...new Set(names)].sort()).toEqual(catalogue.map(stem).sort());
    expect(catalogue.filter((definition) => !committedSchema(GOLDEN, schemaFile(definition)))).toEqual([]);
  });
});

describe('the contracts', () => {
  it.each([GOLDEN, GENERATED])('differ only additively from %s', (folder) => {
    expect(incompatibleWith(folder)).toEqual([]);
  });

  it('are refused when a committed schema had more than they have', () => {
    const [definition] = catalogue;
    if (!definition) throw new Error('empty catalogue');
    const schema = dataSchema(definition);
    const folder = mkdtempSync(join(tmpdir(), 'throughcare-events-'));
    const before = { ...schema, properties: { ...schema.properties, shoeSize: { type: 'integer' } } };
    writeFileSync(join(folder, schemaFile(definition)), JSON.stringify(before));
    expect(incompatibleWith(folder)).toEqual([`${stem(definition)} data.shoeSize: removed or renamed`]);
  });
});

describe('generated documents', () => {
  it('are committed as the contracts are now (nx run events:generate)', () => {
    const files = generatedFiles();
    expect(readdirSync(GENERATED).sort()).toEqual([...files.keys()].sort());
    for (const [name, text] of files) expect(readFileSync(join(GENERATED, name), 'utf8')).toBe(text);
  });

  it('have JSON Schemas that accept every golden event and refuse a broken one', () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    for (const definition of catalogue) {
      const validate = ajv.compile(dataSchema(definition) as object);
      for (const event of goldenPayloads(definition)) expect(validate(parseEnvelope(event).data)).toBe(true);
      expect(validate({})).toBe(false);
    }
  });

  it('have an AsyncAPI document without an error, naming every event', async () => {
    const { document, diagnostics } = await new Parser().parse(asyncapi());
    expect(diagnostics.filter(({ severity }) => Number(severity) === 0)).toEqual([]);
    expect(document?.version()).toBe('3.0.0');
    const names = document
      ?.allMessages()
      .all()
      .map((message) => message.name());
    expect(names?.sort()).toEqual(catalogue.map(({ type }) => type).sort());
  });

  it('are refused by the parser when a reference leads nowhere', async () => {
    const broken = asyncapi().replaceAll('#/components/schemas/EventEnvelope', '#/components/schemas/Gone');
    expect((await errorsOf(broken)).length).toBeGreaterThan(0);
  });
});
