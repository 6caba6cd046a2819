// Which routes there are: what the services say of themselves, and what existing clients may ask for.
import { publicOperations } from '@throughcare/platform/public-operations';

/** As much of a JSON schema as a sensible body needs. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

export interface Operation {
  readonly method: string;
  /** Where it is asked: the edge, or the service itself for what the edge does not let in. */
  readonly base: string;
  /** `/people/{crn}/offences`. */
  readonly template: string;
  readonly query: readonly string[];
  readonly isBuilt: boolean;
  readonly body?: Schema;
}

interface ApiDocs {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}
interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
}

const MOST_DEEP = 6;

/** The schema with its references filled in. */
const whole = (schema: Schema, named: Readonly<Record<string, Schema>>, depth = 0): Schema => {
  if (depth > MOST_DEEP) return {};
  const { $ref, properties, items } = schema;
  const target = $ref ? named[$ref.slice($ref.lastIndexOf('/') + 1)] : undefined;
  if (target) return whole(target, named, depth + 1);
  return {
    ...schema,
    ...(items && { items: whole(items, named, depth + 1) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, whole(one, named, depth + 1)]),
      ),
    }),
  };
};

/** Operations of one service, from its own document. */
export const operationsIn = (docs: ApiDocs, base: string): Operation[] =>
  Object.entries(docs.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const schema = requestBody?.content?.['application/json']?.schema;
      return {
        ...{ method: method.toUpperCase(), base, template, isBuilt: true },
        query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
        ...(schema && { body: whole(schema, docs.components?.schemas ?? {}) }),
      };
    }),
  );

/** Everything that may be asked of a running system; what the edge hands on is asked there. */
export const operationsOf = async (
  edge: string,
  services: readonly string[],
  passes: (path: string) => boolean,
): Promise<Operation[]> => {
  const documents = await Promise.all(
    services.map(async (url) => operationsIn((await (await fetch(`${url}/v3/api-docs`)).json()) as ApiDocs, url)),
  );
  const own = documents.flat().map((one) => (passes(one.template) ? { ...one, base: edge } : one));
  const known = new Set(own.map(({ method, template }) => `${method} ${template.replace(/\{\w+\}/g, '{}')}`));
  const further = publicOperations
    .filter(({ method, template }) => !known.has(`${method} ${template.replace(/\{\w+\}/g, '{}')}`))
    .map((one) => ({ ...one, base: edge, query: [], isBuilt: false }));
  return [...own, ...further];
};
