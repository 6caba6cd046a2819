// Renders the part of Kustomize that infra/kubernetes uses, for tests on machines without it. Where there is a real one
// (variable KUSTOMIZE), a test holds both against each other.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

type Json = Record<string, unknown>;
export interface Manifest extends Json {
  readonly kind: string;
  readonly metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

interface Operation {
  readonly op: 'replace' | 'add' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}
interface Kustomization {
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName?: string; readonly digest?: string }[];
  readonly labels?: readonly { readonly pairs: Record<string, string>; readonly includeSelectors?: boolean }[];
  readonly patches?: readonly { readonly target: { kind?: string; namespace?: string }; readonly patch: string }[];
}
const SUPPORTED = ['apiVersion', 'kind', 'resources', 'images', 'labels', 'patches'];

const at = (value: unknown, key: string): unknown => (value as Record<string, unknown> | undefined)?.[key];

const operate = (document: Json, { op, path, value }: Operation): void => {
  const keys = path.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>(at, document);
  if (parent === undefined) throw new Error(`nothing at ${path}`);
  if (op === 'remove') delete (parent as Json)[last];
  else if (last === '-') (parent as unknown[]).push(value);
  else if (op === 'replace' && !(last in (parent as Json))) throw new Error(`nothing to replace at ${path}`);
  else (parent as Json)[last] = value;
};

/** Where labels go beside the object's own: what selects pods, and the pods. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec/selector/matchLabels', 'spec/template/metadata/labels'],
  Service: ['spec/selector'],
  PodDisruptionBudget: ['spec/selector/matchLabels'],
};

const label = (document: Manifest, pairs: Record<string, string>): void => {
  document.metadata.labels = { ...document.metadata.labels, ...pairs };
  for (const path of SELECTORS[document.kind] ?? [])
    Object.assign(path.split('/').reduce<unknown>(at, document) ?? {}, pairs);
};

interface Container {
  image: string;
}
/** Containers of whatever kind of object has a pod template. */
export const podSpecOf = (document: Json): (Json & { readonly containers: Container[] }) | undefined =>
  ['spec', 'template', 'spec'].reduce<unknown>(at, document) as
    (Json & { readonly containers: Container[] }) | undefined;

const imaged = (image: string, { name, newName, digest }: NonNullable<Kustomization['images']>[number]): string =>
  image === name ? `${newName ?? name}${digest === undefined ? '' : `@${digest}`}` : image;

/** All objects of a folder with a `kustomization.yaml`. Throws on what it does not know. */
export const render = (folder: string): Manifest[] => {
  const text = readFileSync(join(folder, 'kustomization.yaml'), 'utf8');
  const { resources, images = [], labels = [], patches = [], ...rest } = parse(text) as Kustomization & Json;
  const unknown = Object.keys(rest).filter((key) => !SUPPORTED.includes(key));
  if (unknown.length > 0) throw new Error(`not rendered here: ${unknown.join(', ')}`);
  const documents = resources.flatMap((name) => resource(join(folder, name)));
  for (const document of documents) {
    for (const { pairs } of labels) label(document, pairs);
    const matching = patches.filter(
      ({ target }) =>
        (target.kind ?? document.kind) === document.kind &&
        (target.namespace ?? document.metadata.namespace) === document.metadata.namespace,
    );
    for (const { patch } of matching)
      for (const operation of JSON.parse(patch) as Operation[]) operate(document, operation);
    for (const container of podSpecOf(document)?.containers ?? [])
      container.image = images.reduce(imaged, container.image);
  }
  return documents;
};

const resource = (path: string): Manifest[] => {
  if (!existsSync(path)) throw new Error(`no ${path}`);
  if (statSync(path).isDirectory()) return render(path);
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors[0]?.message}`);
    return JSON.parse(JSON.stringify(document.toJS())) as Manifest;
  });
};
