import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020';
import { SERVICES, root } from '../settings';

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object; readonly example?: unknown }>>;
}
interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema?: { format?: string } }[];
  readonly security?: readonly object[];
  readonly requestBody?: Answer;
  readonly responses: Readonly<Record<string, Answer>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: object; readonly responses: Readonly<Record<string, Answer>> };
}

const read = (name: string) => JSON.parse(readFileSync(join(root, `docs/openapi/${name}.json`), 'utf8')) as Document;

const operationsOf = ({ paths }: Document): (readonly [string, Operation])[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => [`${verb.toUpperCase()} ${path}`, operation] as const),
  );

/** By its own schemas: what is wrong with the examples of an answer or of a request, missing ones included. */
const examplesOf = (document: Document) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'd', components: document.components });
  return ({ content = {} }: Answer): string[] =>
    Object.entries(content).flatMap(([type, { schema, example }]) => {
      if (type === '*/*') return [];
      if (example === undefined) return [`no example of ${type}`];
      const rooted = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"d#/components')) as object;
      return ajv.validate(rooted, example) ? [] : [ajv.errorsText()];
    });
};

it('no route is kept out of the documents but by @NotInApi, which needs no contract', () => {
  const sources = globSync('{libs,services}/*/src/**/*.ts', { cwd: root });
  const hiding = sources.filter((file) => readFileSync(join(root, file), 'utf8').includes('ApiExclude'));
  expect(sources.length).toBeGreaterThan(500);
  expect(hiding).toEqual(['libs/platform/src/replies/replies.ts']);
});

describe.each([...SERVICES, 'operations', 'throughcare'])('docs/openapi/%s.json', (name) => {
  const document = read(name);
  const wrongExamples = examplesOf(document);

  it('refers to nothing that it does not have', () => {
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/(schemas|responses)\/([^"]*)"/g)];
    const missing = refs.filter(([, kind, id]) => !Object.hasOwn(document.components[kind as 'schemas'], id ?? ''));
    expect(missing.map(([ref]) => ref)).toEqual([]);
  });

  it.each(operationsOf(document))(
    '%s has an answer, refusals, access, and examples that are valid',
    (_place, operation) => {
      const answers = Object.entries(operation.responses);
      const named = answers.map(([, { $ref, ...answer }]) =>
        $ref ? (document.components.responses[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}) : answer,
      );
      expect(answers.filter(([status]) => status.startsWith('2'))).toHaveLength(1);
      expect(answers.filter(([status]) => /^[45]/.test(status)).length).toBeGreaterThan(0);
      expect(operation.security).toBeDefined();
      const whole = [...named, ...(operation.requestBody ? [operation.requestBody] : [])];
      expect(whole.flatMap((one) => wrongExamples(one))).toEqual([]);
    },
  );
});

it('the document of all is of OpenAPI 3.1 and has no operations of operators', () => {
  const { openapi, paths } = read('throughcare');
  expect(openapi).toBe('3.1.0');
  expect(Object.keys(paths).filter((path) => /^\/(?:ops|queue-admin|health|metrics)/.test(path))).toEqual([]);
});

it('ids in paths are ids', () => {
  const ids = operationsOf(read('booking')).flatMap(([, { parameters }]) =>
    parameters
      .filter((one) => one.in === 'path' && /^id$|Id$/.test(one.name))
      .map(({ name, schema }) => [name, schema?.format]),
  );
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter(([, format]) => format !== 'uuid')).toEqual([]);
});
