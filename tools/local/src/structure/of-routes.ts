import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, productOf, type Source } from './sources';

const ROUTE = /^\s*@(?:Get|Post|Put|Patch|Delete)\(/gm;

const routesIn = (sources: readonly Source[]): number =>
  sources.reduce((sum, { text }) => sum + (text.match(ROUTE)?.length ?? 0), 0);

const isMigration = ({ file }: Source): boolean => file.includes('/migrations/');

export interface RouteCost {
  readonly lines: number;
  readonly routes: number;
  /** Rounded down, as the first count was. */
  readonly perRoute: number;
}

/** Lines of a service that ship, migrations left out, for each of its routes. */
export const routeCostOf = (root: string, service: string): RouteCost => {
  const sources = productOf(root, `services/${service}/src/**/*.ts`).filter((source) => !isMigration(source));
  const [lines, routes] = [linesOf(sources), routesIn(sources)];
  return { lines, routes, perRoute: routes === 0 ? 0 : Math.floor(lines / routes) };
};

/** Routes of services, and how many of them a test tries as everybody (`routes.api.test.ts`, which walks all of its service). */
export const triedRoutesOf = (root: string): { readonly tried: number; readonly all: number } => {
  const byService = Map.groupBy(productOf(root, 'services/*/src/**/*.controller.ts'), ({ file }) =>
    file.split('/').slice(0, 2).join('/'),
  );
  const counts = [...byService].map(([service, sources]) => {
    const matrix = join(root, service, 'src/routes.api.test.ts');
    const isTried = existsSync(matrix) && readFileSync(matrix, 'utf8').includes('everyRoute(');
    return { all: routesIn(sources), tried: isTried ? routesIn(sources) : 0 };
  });
  const sum = (name: 'all' | 'tried') => counts.reduce((total, one) => total + one[name], 0);
  return { tried: sum('tried'), all: sum('all') };
};
