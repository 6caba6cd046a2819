// npm run openapi [-- --check]: docs/openapi, written from the routes of the services. Starts nothing and asks no database.
import 'reflect-metadata';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import { documentOfModule } from '@throughcare/platform/service';
import { serviceOf } from '../edge/edge-routes';
import { SERVICES, root } from '../settings';
import { countOf, forAll, joined, without, type ApiDocument } from './join';

/** No import: a tool builds on no service, and looks at what each of them has built. */
const load = createRequire(__filename);

const FOLDER = join(root, 'docs/openapi');

const documentOf = async (service: string): Promise<readonly [string, ApiDocument]> => {
  const { AppModule } = load(join(root, 'services', service, 'dist/app.module.js')) as { AppModule: Type };
  return [service, (await documentOfModule(AppModule, service)) as unknown as ApiDocument];
};

/** Problems that a public validator of OpenAPI finds. */
const problemsIn = async (name: string, document: ApiDocument): Promise<string[]> => {
  const { Validator } = await import('@seriousme/openapi-schema-validator');
  const { valid, errors } = await new Validator().validate(structuredClone(document) as never);
  return valid ? [] : [`${name} is no valid OpenAPI document: ${JSON.stringify(errors).slice(0, 2_000)}`];
};

const main = async (): Promise<void> => {
  const isCheck = process.argv.includes('--check');
  const services = Object.fromEntries(await Promise.all(SERVICES.map(documentOf)));
  const operations = forAll(services);
  const documents: Record<string, ApiDocument> = {
    ...Object.fromEntries(Object.entries(services).map(([name, one]) => [name, without(one, operations)])),
    operations,
    throughcare: joined(services, (path, service) => serviceOf(path) === service),
  };
  const problems = (await Promise.all(Object.entries(documents).map(([name, one]) => problemsIn(name, one)))).flat();
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, document] of Object.entries(documents)) {
    const file = join(FOLDER, `${name}.json`);
    const text = `${JSON.stringify(document, null, 2)}\n`;
    const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text === current) continue;
    if (isCheck) problems.push(`docs/openapi/${name}.json is out of date: run npm run openapi`);
    else writeFileSync(file, text);
  }
  const { typed, all } = countOf(Object.values(services));
  console.log(`operations with a typed reply: ${typed} of ${all}`);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
};

void main();
