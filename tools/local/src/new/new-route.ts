// npm run new:route: a read of one row from schema to test, as docs/how-to/add-a-route.md says it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../settings';
import {
  after,
  camel,
  command,
  importing,
  inOrder,
  isRead,
  kebab,
  nextMigration,
  type Plan,
  snake,
  writePlan,
} from './write';

const SERVICES = ['booking', 'assessment', 'referral'];

const USAGE = `Usage: npm run new:route -- --service ${SERVICES.join('|')} --name Viewing --path /cas3/viewings --role CAS3_ASSESSOR
  A route that reads one row: schema, table, controller, service, reply, test.`;

interface Route {
  readonly service: string;
  readonly name: string;
  readonly path: string;
  readonly role: string;
}

const problemsOf = ({ service, name, path, role }: Route): string[] =>
  [
    SERVICES.includes(service) ? '' : `service: one of ${SERVICES.join(', ')}`,
    /^[A-Z][A-Za-z0-9]+$/.test(name) ? '' : 'name: capitals, e.g. Viewing',
    /^(\/[a-z0-9-]+)+$/.test(path) ? '' : 'path: lower case, e.g. /cas3/viewings',
    /^CAS3_[A-Z_]+$/.test(role) ? '' : 'role: of the staff directory, e.g. CAS3_ASSESSOR',
  ].filter(Boolean);

const schema = (name: string) => `import { z } from 'zod';
import { Text, Uuid } from '../fields';

export const ${name} = z.object({ id: Uuid, note: Text }).meta({ id: '${name}' });
export type ${name} = z.output<typeof ${name}>;
`;

const entity = (name: string) => `import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('${snake(name)}')
export class ${name}Row {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') note!: string;
}
`;

const reply = (name: string) => `import type { ${name} } from '@throughcare/api/cas3/${kebab(name)}';
import type { ${name}Row } from './${kebab(name)}.entity';

export const to${name} = ({ id, note }: ${name}Row): ${name} => ({ id, note });
`;

const service = (name: string) => `import { Injectable } from '@nestjs/common';
import type { ${name} } from '@throughcare/api/cas3/${kebab(name)}';
import { notFound } from '@throughcare/base/errors';
import { DataSource } from 'typeorm';
import { ${name}Row } from './${kebab(name)}.entity';
import { to${name} } from './${kebab(name)}.reply';

@Injectable()
export class ${name}Service {
  constructor(private readonly db: DataSource) {}

  async one(id: string): Promise<${name}> {
    const row = await this.db.manager.findOneBy(${name}Row, { id });
    if (!row) throw notFound('${snake(name).toUpperCase()}_NOT_FOUND');
    return to${name}(row);
  }
}
`;

const controller = ({ name, path, role }: Route) => `import { Controller, Get } from '@nestjs/common';
import { ${name} } from '@throughcare/api/cas3/${kebab(name)}';
import { Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { ${name}Service } from './${kebab(name)}.service';

@Controller('${path.slice(1)}')
@Staff('${role}')
export class ${name}Controller {
  constructor(private readonly service: ${name}Service) {}

  @Replies(${name})
  @Get(':${camel(name)}Id')
  @Reach('none')
  one(@Id('${camel(name)}Id') id: string): Promise<${name}> {
    return this.service.one(id);
  }
}
`;

const migration = (name: string, number: number) => `import { sqlMigration } from '@throughcare/platform/database';

export const Create${name} = sqlMigration(
  'Create${name}${number}',
  \`
create table ${snake(name)} (
  id   uuid primary key,
  note text not null
);\`,
);
`;

const test = ({ service, name, path, role }: Route) => `import { newId } from '@throughcare/events/ids';
import { StandInGateway, startTestApp, type TestApp } from '@throughcare/platform/testing';
import { AppModule } from '../app.module';

describe('GET ${path}/:${camel(name)}Id', () => {
  let gateway: StandInGateway;
  let app: TestApp;
  beforeAll(async () => {
    gateway = await StandInGateway.start();
    const env = { GATEWAY_URL: gateway.url, REFERRAL_URL: gateway.url, ASSESSMENT_URL: gateway.url };
    app = await startTestApp(AppModule, env, { name: '${service}', events: false });
    gateway.addStaff({
      userId: newId(),
      username: 'CAST_01',
      name: 'Cast One',
      staffCode: 'N07S001',
      regionCode: 'N07',
      regionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
      roles: ['${role}'],
    });
  });
  afterAll(async () => {
    await app.close();
    await gateway.close();
  });

  it('shows one that is there, and answers 404 for one that is not', async () => {
    const api = await app.as({ username: 'CAST_01', authorities: ['ROLE_PROBATION'] });
    const id = newId();
    await app.db.query('insert into ${snake(name)} (id, note) values ($1, $2)', [id, 'A note']);
    expect(await api.get(\`${path}/\${id}\`)).toMatchObject({ status: 200, body: { id, note: 'A note' } });
    expect(await api.get(\`${path}/\${newId()}\`)).toMatchObject({ status: 404 });
  });
});
`;

const planOf = (route: Route, index: string): Plan => {
  const { service: owner, name } = route;
  const number = nextMigration(index);
  const src = `services/${owner}/src`;
  const own = `${src}/${kebab(name)}/${kebab(name)}`;
  const from = `./${kebab(name)}/${kebab(name)}`;
  return {
    files: {
      [`libs/api/src/cas3/${kebab(name)}.ts`]: schema(name),
      [`${own}.entity.ts`]: entity(name),
      [`${own}.reply.ts`]: reply(name),
      [`${own}.service.ts`]: service(name),
      [`${own}.controller.ts`]: controller(route),
      [`${own}.api.test.ts`]: test(route),
      [`${src}/migrations/${number}-create-${kebab(name)}.ts`]: migration(name, number),
    },
    edits: {
      [`${src}/migrations/index.ts`]: inOrder(
        importing(`import { Create${name} } from './${number}-create-${kebab(name)}';`),
        (text) => text.replace(/,?\n\];/, `,\n  Create${name},\n];`),
      ),
      [`${src}/app.module.ts`]: inOrder(
        importing(`import { ${name}Controller } from '${from}.controller';`),
        importing(`import { ${name}Row } from '${from}.entity';`),
        importing(`import { ${name}Service } from '${from}.service';`),
        after(/const entities = \[/, `${name}Row, `),
        after(/controllers: \[/, `${name}Controller, `),
        after(/providers: \[/, `${name}Service, `),
      ),
      'tools/local/structure.json': after(
        new RegExp(`"services/${owner}": \\{\\s*"order": \\[[^\\]]*"app.module",`),
        ` "${kebab(name)}",`,
      ),
    },
  };
};

export const nextSteps = ({ service: owner, name, path }: Route): string => `Next, by hand (docs/how-to/add-a-route.md):
  1. Give the schema its members (libs/api/src/cas3/${kebab(name)}.ts), and the table, the entity, the reply and the test theirs.
  2. If it belongs to a region or tells of a person, say so in @Reach and ask Reaches in the service before anything else. Then let papers()
     in services/${owner}/src/routes.api.test.ts return ${camel(name)}Id, of a row that it makes. With @Reach('none') there is nothing to add.
  3. If the edge does not know ${path}: tools/local/src/edge/edge-routes.ts and infra/kubernetes/ingress.yaml.
  4. README of the service, CHANGELOG.
  5. Run npm run openapi, npm run events, npm run structure.
  6. Run npx jest services/${owner}/src/${kebab(name)} services/${owner}/src/routes.api.test.ts; before you push, npm test.`;

export const makeRoute = (route: Route, folder = root): string => {
  const problems = problemsOf(route);
  if (problems.length === 0 && isRead(folder, `${route.path}/{id}`))
    problems.push(`path: there is a GET ${route.path}/{id}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const index = readFileSync(join(folder, `services/${route.service}/src/migrations/index.ts`), 'utf8');
  const made = writePlan(folder, planOf(route, index));
  return `Wrote ${made.join(', ')}.\n${nextSteps(route)}`;
};

if (require.main === module) command(USAGE, ['service', 'name', 'path', 'role'], (given) => makeRoute(given));
