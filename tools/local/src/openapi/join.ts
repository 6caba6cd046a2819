/** As much of an OpenAPI document as joining needs. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, object>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

const REF = /"#\/components\/schemas\/([^"]+)"/g;

const refsIn = (value: unknown): string[] => [...JSON.stringify(value).matchAll(REF)].map(([, name = '']) => name);

/** Schemas that these paths need, and those that they need in turn. */
const reachable = (document: ApiDocument, paths: object): string[] => {
  const found = new Set<string>();
  const visit = (names: readonly string[]): void => {
    for (const name of names.filter((one) => !found.has(one))) {
      found.add(name);
      visit(refsIn(document.components['schemas']?.[name] ?? {}));
    }
  };
  visit([...refsIn(paths), ...refsIn(document.components['responses'] ?? {})]);
  return [...found];
};

const renamed = (value: object, names: ReadonlyMap<string, string>): object =>
  JSON.parse(
    JSON.stringify(value).replaceAll(REF, (ref, name: string) =>
      names.has(name) ? `"#/components/schemas/${names.get(name)}"` : ref,
    ),
  ) as object;

const capital = (service: string): string =>
  service
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const sorted = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/**
 * What the edge serves, of all services in one document. Of two different schemas of one name the later is called by its service as well.
 * Throws when two services claim one path.
 */
export const joined = (
  documents: Readonly<Record<string, ApiDocument>>,
  isServed: (path: string, service: string) => boolean,
): ApiDocument => {
  const paths: Record<string, object> = {};
  const schemas: Record<string, object> = {};
  const [first] = Object.values(documents);
  if (!first) throw new Error('There is no document to join');
  for (const [service, document] of Object.entries(documents)) {
    const own = Object.entries(document.paths).filter(([path]) => isServed(path, service));
    const wanted = reachable(document, Object.fromEntries(own));
    const isTaken = (name: string) =>
      schemas[name] !== undefined &&
      JSON.stringify(schemas[name]) !== JSON.stringify(document.components['schemas']?.[name]);
    const names = new Map(wanted.filter(isTaken).map((name) => [name, `${capital(service)}${name}`]));
    for (const name of wanted)
      schemas[names.get(name) ?? name] = renamed(document.components['schemas']?.[name] ?? {}, names);
    for (const [path, item] of own) {
      if (paths[path]) throw new Error(`Two services have the path ${path}`);
      paths[path] = renamed(item, names);
    }
  }
  const info = { title: 'Throughcare', version: '1' };
  return { ...first, info, paths: sorted(paths), components: { ...first.components, schemas: sorted(schemas) } };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What every service answers alike: the operations API. */
export const forAll = (documents: Readonly<Record<string, ApiDocument>>): ApiDocument => {
  const [first, ...others] = Object.values(documents);
  if (!first) throw new Error('There is no document');
  const isEverywhere = (path: string) => others.every(({ paths }) => same(paths[path], first.paths[path]));
  const { paths, components } = joined({ all: first }, isEverywhere);
  return { ...first, info: { title: 'Throughcare: operations of every service', version: '1' }, paths, components };
};

/** A document without the paths of another. */
export const without = (document: ApiDocument, other: ApiDocument): ApiDocument => {
  const { paths, components } = joined({ one: document }, (path) => other.paths[path] === undefined);
  return { ...document, paths, components };
};

interface Operation {
  readonly responses?: Readonly<Record<string, unknown>>;
}

/** Operations in all, and those that say what they answer. */
export const countOf = (documents: readonly ApiDocument[]): { readonly typed: number; readonly all: number } => {
  const operations = documents.flatMap(({ paths }) =>
    Object.values(paths).flatMap((item) => Object.values(item as Record<string, Operation>)),
  );
  const typed = operations.filter(({ responses = {} }) => Object.keys(responses).some((status) => /^2/.test(status)));
  return { typed: typed.length, all: operations.length };
};
