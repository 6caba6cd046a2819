import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOfQuestionPageOf, referenceCopiesOf, trailOf, typedOperationsOf } from './of-data';
import { filesOfPublicEventOf, handlersOf, handWrittenReadsOf, publishingOf } from './of-events';
import { routeCostOf, triedRoutesOf } from './of-routes';
import { sourcesOf } from './sources';
import { closureOf, EMPTY, importsOf, plansOf, shapeOf, type Shape } from './structure';

/** One number that says how the code is kept, and the most it may be. Without a bar it is only shown. */
export interface Count {
  readonly name: string;
  readonly value: number;
  /** `3 of 27`, where the number alone says little. */
  readonly shown?: string;
  readonly bar?: number;
}

/** Counts that are not yet as they should be, each with its reason. */
export type Open = Readonly<Record<string, string>>;

const CONTROLLER = 'services/referral/src/application/application.controller.ts';

/** So many are left: the bar is none. */
const missing = (name: string, done: number, all: number): Count => ({
  name,
  value: all - done,
  shown: `${done} of ${all}`,
  bar: 0,
});

const inTangles = (name: string, { rooms, tangles, tangled }: Shape): Count[] => [
  { name: `${name}: rooms`, value: rooms.length },
  { name: `${name}: rooms in a tangle`, value: tangles.flat().length, bar: 0 },
  { name: `${name}: arrows in a tangle`, value: tangled.length, bar: 0 },
];

const ofMessaging = (root: string, shape: Shape): Count[] => [
  { name: 'libs/messaging: rooms', value: shape.rooms.length, bar: 12 },
  { name: 'libs/messaging: arrows', value: shape.arrows.length, bar: 45 },
  ...inTangles('libs/messaging', shape).slice(1),
  { name: 'libs/messaging: arrows that run up', value: shape.upward.length, bar: 3 },
  { name: 'libs/messaging: files in src', value: shape.files },
  {
    name: 'libs/messaging: files in proof',
    value: sourcesOf(root, 'libs/messaging/proof/**/*.ts', /\.(test|fixture)\.ts$/).length,
  },
];

const doorsOf = (root: string, library: string): number => {
  const file = join(root, library, 'package.json');
  const { exports = {} } = (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) as { exports?: object };
  return Object.keys(exports).length;
};

const ofWorkspaces = (root: string): Count[] => {
  const plans = plansOf(root);
  const shape = (name: string): Shape => shapeOf(importsOf(join(root, name, 'src')), (plans[name] ?? EMPTY).order);
  return [
    ...ofMessaging(root, shape('libs/messaging')),
    ...['libs/platform', 'services/integration-gateway'].flatMap((name) => inTangles(name, shape(name))),
    ...['booking', 'assessment', 'passport'].map((name) => inTangles(name, shape(`services/${name}`))[1]!),
    ...['libs/messaging', 'libs/platform', 'tools/bench'].map((name) => ({
      name: `${name}: files in circles`,
      value: shape(name).circles.flat().length,
      bar: 0,
    })),
  ];
};

const CONTRACTS = /^libs\/(?:api|events|forms|reference)\//;

/**
 * The bar was 110 for all files, when 13 were the service's own and 28 were contracts (ADR 0043): 69 of other libraries. How many contracts
 * and rules there are is the domain's to say; how much machinery comes with a controller is ours.
 */
const ofImports = (root: string): Count[] => {
  const files = existsSync(join(root, CONTROLLER)) ? closureOf(root, CONTROLLER) : [];
  const [own, rest] = [
    files.filter((file) => file.startsWith('services/')),
    files.filter((file) => file.startsWith('libs/')),
  ];
  const contracts = rest.filter((file) => CONTRACTS.test(file));
  return [
    {
      name: "files of libraries that referral's application.controller.ts brings in",
      value: rest.length - contracts.length,
      bar: 69,
    },
    { name: 'of contracts besides', value: contracts.length },
    { name: 'of the service itself', value: own.length },
    { name: 'modules that messaging exports', value: doorsOf(root, 'libs/messaging'), bar: 12 },
  ];
};

const ofSeams = (root: string): Count[] => {
  const { typed, all } = typedOperationsOf(root);
  const routes = triedRoutesOf(root);
  const handlers = handlersOf(root);
  return [
    missing('operations with a typed response', typed, all),
    missing('routes in an access matrix', routes.tried, routes.all),
    { name: 'places in services that call publish', value: publishingOf(root), bar: 0 },
    { name: 'lines of consumed-events.json by hand', value: handWrittenReadsOf(root), bar: 0 },
    {
      name: 'handlers that only delegate',
      value: handlers.delegating,
      shown: `${handlers.delegating} of ${handlers.all}`,
      bar: 8,
    },
    { name: 'copies of a reference list by hand', value: referenceCopiesOf(root), bar: 0 },
    { name: 'files by hand for a public event', value: filesOfPublicEventOf(root), bar: 4 },
    { name: 'files to follow "confirm a booking"', value: trailOf(root), bar: 8 },
    { name: 'lines of data of a question page', value: linesOfQuestionPageOf(root), bar: 25 },
  ];
};

const ofRoutes = (root: string): Count[] =>
  ['booking', 'assessment'].map((service) => {
    const { lines, routes, perRoute } = routeCostOf(root, service);
    const shown = `${perRoute} (${lines} for ${routes})`;
    return { name: `product lines per route: ${service}`, value: perRoute, shown, bar: 75 };
  });

/** Every count there is, in the order in which one reads them: rooms first, what a change costs last. */
export const countsOf = (root: string): Count[] => [
  ...ofWorkspaces(root),
  ...ofImports(root),
  ...ofSeams(root),
  ...ofRoutes(root),
];

export const isMet = ({ value, bar }: Count): boolean => bar === undefined || value <= bar;

/** What is wrong, in sentences: a bar that is missed and not listed, and an entry of the list that is no longer true. */
export const countFindingsOf = (counts: readonly Count[], open: Open): string[] => [
  ...counts
    .filter((count) => !isMet(count) && open[count.name] === undefined)
    .map(({ name, value, shown, bar }) => `${name}: ${shown ?? value}, and the bar is ${bar}`),
  ...Object.keys(open)
    .filter((name) => counts.every((count) => count.name !== name || isMet(count)))
    .map((name) => `${name} is listed as open, and no longer is`),
];

/** The bars that are not met, as `tools/local/open-counts.json` lists them with their reasons. */
export const openOf = (root: string): Open =>
  JSON.parse(readFileSync(join(root, 'tools/local/open-counts.json'), 'utf8')) as Open;
