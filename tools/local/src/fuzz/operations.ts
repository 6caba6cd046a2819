// Which routes there are: what the services say of themselves, and what existing clients may ask for.
import { publicOperations } from '@throughcare/platform/public-operations';

/** As much of a JSON schema as a sensible body needs. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Schema[];
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
  /** A page of the console, and the fields of its form. */
  readonly form?: readonly string[];
  /** Others are turned away: asked mostly by those who may. */
  readonly isForOperators?: boolean;
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
  const { $ref, properties, items, anyOf } = schema;
  const target = $ref ? named[$ref.slice($ref.lastIndexOf('/') + 1)] : undefined;
  if (target) return whole(target, named, depth + 1);
  if (anyOf?.[0]) return whole(anyOf[0], named, depth + 1);
  const type = [schema.type].flat().find((one) => one !== 'null');
  return {
    ...schema,
    ...(type !== undefined && { type }),
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
        method: method.toUpperCase(),
        base,
        template,
        isBuilt: true,
        query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
        ...(schema && { body: whole(schema, docs.components?.schemas ?? {}) }),
      };
    }),
  );

const nameOf = ({ method, template }: Pick<Operation, 'method' | 'template'>): string =>
  `${method} ${template.replace(/\{\w+\}/g, '{}')}`;

/** What is no controller's, but `/health`: its 503 tells how brokers and neighbours are. */
const plain = ['/health/liveness', '/health/readiness', '/info', '/metrics', '/v3/api-docs'];

const ofService = async (url: string, routes: readonly Operation[]): Promise<Operation[]> => {
  const documented = operationsIn((await (await fetch(`${url}/v3/api-docs`)).json()) as ApiDocs, url);
  const known = new Set(documented.map(nameOf));
  const isForOperators = (template: string) => template.startsWith('/ops');
  return [
    ...[...documented, ...routes.filter((one) => !known.has(nameOf(one)))].map((one) => ({
      ...one,
      isForOperators: isForOperators(one.template),
    })),
    ...plain.map((template) => ({ method: 'GET', base: url, template, query: [], isBuilt: true })),
  ];
};

/** Everything that may be asked of a running system; what the edge hands on is asked there. */
export const operationsOf = async (
  edge: string,
  services: readonly { readonly url: string; readonly routes: readonly Operation[] }[],
  passes: (path: string) => boolean,
): Promise<Operation[]> => {
  const lists = await Promise.all(services.map(({ url, routes }) => ofService(url, routes)));
  const own = lists.flat().map((one) => (passes(one.template) ? { ...one, base: edge } : one));
  const known = new Set(own.map(nameOf));
  const further = publicOperations
    .filter((one) => !known.has(nameOf(one)))
    .map((one) => ({ ...one, base: edge, query: [], isBuilt: false }));
  return [...own, ...further];
};
