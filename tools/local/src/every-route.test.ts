import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './settings';

const CONTROLLERS = 'services/*/src/**/*.controller.ts';
const serviceOf = (file: string): string => file.split('/').slice(0, 2).join('/');

it('every service with routes tries each of them as everybody', () => {
  const services = [...new Set(globSync(CONTROLLERS, { cwd: root }).map(serviceOf))];
  expect(services.length).toBeGreaterThan(4);
  const matrixOf = (service: string) => join(root, service, 'src/routes.api.test.ts');
  const untried = services.filter(
    (service) => !existsSync(matrixOf(service)) || !readFileSync(matrixOf(service), 'utf8').includes('everyRoute('),
  );
  expect(untried).toEqual([]);
});
