import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/** Files below one `src`, each with the files of the same `src` that it imports; types count too. Paths are relative to `src`. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** What `structure.json` says of a workspace: its rooms from the top down, and what is not yet as it should be. */
export interface Plan {
  readonly order: readonly string[];
  /** Imports between rooms that run up or inside a tangle, as `from > to`. */
  readonly arrows: readonly string[];
  /** Files that all reach each other, each group in alphabetical order. */
  readonly circles: readonly (readonly string[])[];
  /** Folders of more than 20 files. */
  readonly folders: readonly string[];
}

export interface Shape {
  readonly rooms: readonly string[];
  readonly arrows: readonly string[];
  readonly tangles: readonly (readonly string[])[];
  readonly tangled: readonly string[];
  readonly upward: readonly string[];
  readonly circles: readonly (readonly string[])[];
  readonly fullFolders: readonly string[];
  readonly files: number;
}

const MOST_FILES = 20;
export const EMPTY: Plan = { order: [], arrows: [], circles: [], folders: [] };

/** The imports of a workspace's sources, tests left out. */
export const importsOf = (src: string): Imports => {
  const files = globSync('**/*.ts', { cwd: src })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/\.(test|fixture|d)\.ts$/.test(file))
    .sort();
  return new Map(files.map((file) => [file, importedBy(src, file)]));
};

const importedBy = (src: string, file: string): string[] => {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(src, file), 'utf8'), true, true);
  const within = importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => resolve(src, dirname(file), fileName))
    .map((path) => [`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(candidate)))
    .filter((path) => path !== undefined)
    .map((path) => relative(src, path).split(sep).join('/'));
  return [...new Set(within)].sort();
};

/** The first folder below `src`; a file at the root shares the room of the folder of its name. */
export const roomOf = (file: string): string => {
  const [first = '', ...rest] = file.split('/');
  return rest.length > 0 ? first : first.replace(/\.ts$/, '');
};

/** Groups of two or more that all reach each other, in alphabetical order (Tarjan's algorithm). */
export const groupsThatReachEachOther = (graph: ReadonlyMap<string, readonly string[]>): string[][] => {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const groups: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (open.includes(next)) low.set(node, Math.min(low.get(node)!, low.get(next)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = open.splice(open.indexOf(node));
    if (group.length > 1) groups.push(group.sort());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return groups.sort((one, other) => (one[0]! < other[0]! ? -1 : 1));
};

/** Counts rooms, arrows, tangles and circles; `order` decides which arrows run up. */
export const shapeOf = (imports: Imports, order: readonly string[]): Shape => {
  const files = [...imports.keys()];
  const rooms = [...new Set(files.map(roomOf))].sort();
  const arrows = new Set<string>();
  for (const [file, targets] of imports) {
    for (const to of targets.filter(isInside)) {
      if (roomOf(to) !== roomOf(file)) arrows.add(`${roomOf(file)} > ${roomOf(to)}`);
    }
  }
  const all = [...arrows].sort();
  const ends = (arrow: string) => arrow.split(' > ') as [string, string];
  const graph = new Map(
    rooms.map((room) => [room, all.map(ends).flatMap(([from, to]) => (from === room ? [to] : []))]),
  );
  const tangles = groupsThatReachEachOther(graph);
  return {
    rooms,
    arrows: all,
    tangles,
    tangled: all.filter((arrow) => tangles.some((group) => ends(arrow).every((room) => group.includes(room)))),
    upward: all.filter((arrow) => order.indexOf(ends(arrow)[0]) > order.indexOf(ends(arrow)[1])),
    circles: groupsThatReachEachOther(imports),
    fullFolders: fullFolders(files),
    files: files.length,
  };
};

const isInside = (file: string): boolean => !file.startsWith('..');

const fullFolders = (files: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > MOST_FILES)
    .map(([folder]) => folder)
    .sort();
};

/** What is wrong with a workspace's structure, in sentences; an entry of the plan that is no longer true is wrong too. */
export const findingsOf = (name: string, imports: Imports, plan: Plan): string[] => {
  const shape = shapeOf(imports, plan.order);
  const wrongArrows = new Set([...shape.tangled, ...shape.upward]);
  const circles = new Set(shape.circles.map((files) => files.join(' ')));
  const planned = new Set(plan.circles.map((files) => files.join(' ')));
  const sentences = [
    ...[...imports]
      .filter(([, targets]) => targets.some(isProof))
      .map(([file]) => `${file} imports from proof, which never ships`),
    ...shape.rooms.filter((room) => !plan.order.includes(room)).map((room) => `${room} has no place in the order`),
    ...plan.order
      .filter((room) => !shape.rooms.includes(room))
      .map((room) => `${room} is in the order, and no longer a room`),
    ...[...wrongArrows].filter((arrow) => !plan.arrows.includes(arrow)).map((arrow) => sentence(arrow, shape)),
    ...plan.arrows.filter((arrow) => !wrongArrows.has(arrow)).map((arrow) => `${arrow} is listed, and no longer wrong`),
    ...[...circles]
      .filter((files) => !planned.has(files))
      .map((files) => `these files import each other in a circle: ${files}`),
    ...[...planned]
      .filter((files) => !circles.has(files))
      .map((files) => `this circle is listed, and no longer there: ${files}`),
    ...shape.fullFolders
      .filter((each) => !plan.folders.includes(each))
      .map((each) => `${each} has more than ${MOST_FILES} files`),
    ...plan.folders
      .filter((each) => !shape.fullFolders.includes(each))
      .map((each) => `${each} is listed as full, and no longer is`),
  ];
  return sentences.map((each) => `${name}: ${each}`);
};

const isProof = (file: string): boolean => file.startsWith('../proof/');

const sentence = (arrow: string, shape: Shape): string =>
  shape.upward.includes(arrow) ? `${arrow} runs up` : `${arrow} is inside a tangle`;

/** Everything that comes in with a file, itself included, across our workspaces. */
export const closureOf = (root: string, start: string): string[] => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    for (const { fileName } of importedFiles) {
      const found = sourceOf(root, file, fileName);
      if (found) visit(found);
    }
  };
  visit(resolve(root, start));
  return [...seen].map((file) => relative(root, file)).sort();
};

const sourceOf = (root: string, file: string, name: string): string | undefined => {
  const own = /^@throughcare\/([^/]+)\/(.+)$/.exec(name);
  if (own) return exportedBy(join(root, 'libs', own[1]!), `./${own[2]!}`);
  if (!name.startsWith('.')) return undefined;
  const path = resolve(dirname(file), name);
  return [`${path}.ts`, join(path, 'index.ts')].find((candidate) => existsSync(candidate));
};

const SOURCE = '@throughcare/source';
const exportsOf = (folder: string): Record<string, Record<string, string>> =>
  (
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      exports: Record<string, Record<string, string>>;
    }
  ).exports;

/** The source behind one of a library's exports; `./cas3/*` stands for all that fit. */
const exportedBy = (folder: string, path: string): string | undefined => {
  for (const [name, target] of Object.entries(exportsOf(folder))) {
    const [before = '', after] = name.split('*');
    const fits = after === undefined ? path === name : path.startsWith(before) && path.endsWith(after);
    if (fits)
      return join(folder, target[SOURCE]!.replace('*', path.slice(before.length, -(after ?? '').length || undefined)));
  }
  return undefined;
};

/** The workspaces that have sources, as `libs/messaging`. */
export const workspacesOf = (root: string): string[] =>
  globSync('{libs,services,tools,web}/*/src', { cwd: root })
    .map((src) => dirname(src).split(sep).join('/'))
    .sort();

/** Shape and findings of each workspace against the plans of `tools/local/structure.json`. */
export const structureOf = (root: string, plans: Readonly<Record<string, Plan>>) =>
  workspacesOf(root).map((name) => {
    const imports = importsOf(join(root, name, 'src'));
    const plan = plans[name] ?? EMPTY;
    return { name, shape: shapeOf(imports, plan.order), findings: findingsOf(name, imports, plan) };
  });

export const plansOf = (root: string): Readonly<Record<string, Plan>> => {
  const written = JSON.parse(readFileSync(join(root, 'tools/local/structure.json'), 'utf8')) as Record<
    string,
    Partial<Plan>
  >;
  return Object.fromEntries(Object.entries(written).map(([name, plan]) => [name, { ...EMPTY, ...plan }]));
};
