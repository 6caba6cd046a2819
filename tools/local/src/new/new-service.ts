// npm run new:service: a service that starts, has its tables and answers health, as docs/how-to/add-a-service.md says it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../settings';
import { camel, command, type Plan, writePlan } from './write';

const USAGE = `Usage: npm run new:service -- --name visits
  Workspace, configuration, schema, first migration, test, place in the structure, and its Kustomize overlay.`;

/** The smallest service we have, whose dependencies and overlay a new one begins with. */
const MODEL = 'passport';

/** Every service numbers its migrations for itself; the first of a new one is below all that will follow. */
const FIRST = 1_767_100_000_000;

interface Service {
  readonly name: string;
}

const problemsOf = ({ name }: Service): string[] =>
  /^[a-z]+(-[a-z]+)*$/.test(name) ? [] : ['name: lower case, words with dashes, e.g. visits'];

const schemaOf = (name: string): string => name.replaceAll('-', '_');
const classOf = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());

const programOf = (name: string): Readonly<Record<string, string>> => ({
  'main.ts': `import { loadConfig } from '@throughcare/platform/config';
import { startService } from '@throughcare/platform/service';
import { AppModule } from './app.module';
import { ${classOf(name)}Config } from './config';

void startService(AppModule, { name: '${name}', config: loadConfig(${classOf(name)}Config) });
`,
  'config.ts': `import { serviceConfig } from '@throughcare/platform/config';
import { z } from 'zod';

export const ${classOf(name)}Config = z.object(serviceConfig);
`,
  'app.module.ts': `import { Module } from '@nestjs/common';
import { MessagingModule } from '@throughcare/messaging/messaging.module';
import { CanaryEvents } from '@throughcare/platform/canary';
import { DatabaseModule } from '@throughcare/platform/database';
import { migrations } from './migrations';

@Module({
  imports: [
    DatabaseModule.forRoot({ schema: '${schemaOf(name)}', entities: [], migrations }),
    MessagingModule.forRoot({ source: '${name}', aggregates: [] }),
  ],
  controllers: [CanaryEvents],
})
export class AppModule {}
`,
});

const tablesOf = (name: string, number: number): Readonly<Record<string, string>> => ({
  'migrations/index.ts': `import { Create${classOf(name)} } from './${number}-create-${name}';

/** In order; forward only. */
export const migrations = [Create${classOf(name)}];
`,
  [`migrations/${number}-create-${name}.ts`]: `import { messagingTables } from '@throughcare/messaging/schema';
import { backgroundTable } from '@throughcare/platform/background';
import { sqlMigration } from '@throughcare/platform/database';
import { idempotencyTable } from '@throughcare/platform/idempotency';

export const Create${classOf(name)} = sqlMigration(
  'Create${classOf(name)}${number}',
  messagingTables('${schemaOf(name)}'),
  idempotencyTable,
  backgroundTable,
);
`,
  'app.api.test.ts': `import { startTestApp, type TestApp } from '@throughcare/platform/testing';
import { AppModule } from './app.module';

describe('${name}', () => {
  let ${camel(classOf(name))}: TestApp;
  beforeAll(async () => {
    ${camel(classOf(name))} = await startTestApp(AppModule, { GATEWAY_URL: 'http://127.0.0.1:2' }, { name: '${name}', events: false });
  });
  afterAll(() => ${camel(classOf(name))}.close());

  it('starts with its tables and is live', async () => {
    expect(await ${camel(classOf(name))}.request.get('/health/liveness')).toMatchObject({ status: 200 });
  });
});
`,
});

const readme = (name: string): string => `# services/${name}

What it owns, and for whom, in two sentences.

## Run it alone

\`npx node services/${name}/dist/main.js\` after a build.
`;

const planOf = (name: string, folder: string): Plan => {
  const model = (file: string) => readFileSync(join(folder, `services/${MODEL}`, file), 'utf8').replaceAll(MODEL, name);
  const sources = Object.entries({ ...programOf(name), ...tablesOf(name, FIRST) }).map(([file, text]) => [
    `services/${name}/src/${file}`,
    text,
  ]);
  return {
    files: {
      ...(Object.fromEntries(sources) as Record<string, string>),
      [`services/${name}/package.json`]: model('package.json'),
      [`services/${name}/project.json`]: model('project.json'),
      [`services/${name}/tsconfig.json`]: model('tsconfig.json'),
      [`services/${name}/README.md`]: readme(name),
      [`infra/kubernetes/${name}/kustomization.yaml`]: readFileSync(
        join(folder, `infra/kubernetes/${MODEL}/kustomization.yaml`),
        'utf8',
      ).replaceAll(MODEL, name),
    },
    edits: {
      'tools/local/structure.json': (text) => {
        const plans = JSON.parse(text) as Record<string, { order: string[] }>;
        plans[`services/${name}`] = { order: ['main', 'config', 'app.module', 'migrations'] };
        return JSON.stringify(
          Object.fromEntries(Object.entries(plans).sort(([one], [other]) => (one < other ? -1 : 1))),
        );
      },
    },
  };
};

export const nextSteps = (name: string): string => `Next, by hand:
  1. npm install, and node tools/local/complete-lockfile.mjs: the workspace is new to the lockfile.
  2. tools/local/src/settings.ts: a port and a place in SERVICES; the compiler then names wiring.ts and what else lists services.
  3. tools/local/src/edge/edge-routes.ts and infra/kubernetes/ingress.yaml: its prefixes. kustomization.yaml, secrets.example.yaml and
     docker-compose.yml: its image and its variables; tests of infra name what is missing.
  4. Its first route: npm run new:route for staff of probation, or docs/how-to/add-a-route.md; src/routes.api.test.ts calls everyRoute.
  5. services/${name}/README.md: what it owns, routes, events in and out, where it differs on purpose.
  6. npm run events, npm run openapi, npm test.`;

export const makeService = ({ name }: Service, folder = root): string => {
  const problems = problemsOf({ name });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return `Wrote ${writePlan(folder, planOf(name, folder)).join(', ')}.\n${nextSteps(name)}`;
};

if (require.main === module) command(USAGE, ['name'], (given) => makeService(given));
