import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadConfig } from '@throughcare/platform/config';
import { parseAllDocuments } from 'yaml';
import { serviceOf } from './edge/edge-routes';
import { type Manifest, podSpecOf, render } from './kustomize';
import { SERVICES, WEB, root } from './settings';

const folder = join(root, 'infra/kubernetes');
const lasting = render(folder);
const manifests = [...lasting, ...render(join(folder, 'jobs'))];
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string) => ofKind(kind).find(({ metadata }) => metadata.name === name);
const pods = manifests.filter((manifest) => podSpecOf(manifest) !== undefined);

interface PodSecurity {
  readonly runAsNonRoot?: boolean;
  readonly seccompProfile?: { readonly type: string };
}
interface ContainerSecurity {
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly privileged?: boolean;
}
interface PodSpec {
  readonly securityContext?: PodSecurity;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly volumes?: readonly Record<string, unknown>[];
  readonly initContainers?: readonly object[];
  readonly containers: readonly { readonly image: string; readonly securityContext?: ContainerSecurity }[];
}
const VOLUMES = ['name', 'configMap', 'emptyDir', 'projected', 'secret'];

/** The rules of `pod-security.kubernetes.io/enforce: restricted` that a pod breaks (Kubernetes, Pod Security Standards). */
const brokenRules = ({ securityContext: pod, containers, volumes = [], ...spec }: PodSpec): string[] => [
  ...(pod?.runAsNonRoot === true ? [] : ['runAsNonRoot']),
  ...(['RuntimeDefault', 'Localhost'].includes(pod?.seccompProfile?.type ?? '') ? [] : ['seccompProfile']),
  ...(spec.hostNetwork || spec.hostPID || spec.hostIPC ? ['host namespaces'] : []),
  ...(volumes.every((volume) => Object.keys(volume).every((key) => VOLUMES.includes(key))) ? [] : ['volumes']),
  ...[...containers, ...(spec.initContainers ?? [])].flatMap((container) => {
    const own = (container as { securityContext?: ContainerSecurity }).securityContext;
    return [
      ...(own?.allowPrivilegeEscalation === false ? [] : ['allowPrivilegeEscalation']),
      ...(own?.capabilities?.drop?.includes('ALL') && !own.capabilities.add ? [] : ['capabilities']),
      ...(own?.privileged ? ['privileged'] : []),
    ];
  }),
];

describe('Kubernetes manifests', () => {
  it('name what they are, in one namespace', () => {
    for (const { apiVersion, kind, metadata } of manifests) {
      expect([apiVersion, kind, metadata.name]).toEqual([expect.any(String), expect.any(String), expect.any(String)]);
      if (kind !== 'Namespace') expect([metadata.name, metadata.namespace]).toEqual([metadata.name, 'throughcare']);
    }
  });

  it('F-081: keep the rules that the namespace enforces, in every pod of every kind', () => {
    const [namespace] = ofKind('Namespace');
    expect(namespace?.metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(pods.map(({ kind }) => kind).filter((kind) => kind === 'Job')).toHaveLength(2);
    const broken = pods.map((pod) => [pod.metadata.name, brokenRules(podSpecOf(pod) as unknown as PodSpec)]);
    expect(broken).toEqual(pods.map(({ metadata }) => [metadata.name, []]));
  });

  it('F-081: would show a pod that breaks them', () => {
    expect(brokenRules({ containers: [{ image: 'x' }] })).toEqual([
      'runAsNonRoot',
      'seccompProfile',
      'allowPrivilegeEscalation',
      'capabilities',
    ]);
    expect(brokenRules({ hostNetwork: true, volumes: [{ hostPath: {} }], containers: [] })).toEqual([
      'runAsNonRoot',
      'seccompProfile',
      'host namespaces',
      'volumes',
    ]);
  });

  it('keep the jobs apart from what is applied again and again: a job that has run cannot be changed', () => {
    expect(lasting.filter(({ kind }) => kind === 'Job')).toEqual([]);
  });

  it('F-084: use images by digest only', () => {
    for (const pod of pods)
      for (const { image } of podSpecOf(pod)?.containers ?? [])
        expect([pod.metadata.name, image]).toEqual([pod.metadata.name, expect.stringMatching(/@sha256:[0-9a-f]{64}$/)]);
  });

  it('F-084: are listened to by TLS only', () => {
    interface IngressSpec {
      readonly tls?: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
      readonly rules: readonly { readonly host: string }[];
    }
    expect(ofKind('Ingress')).toHaveLength(3);
    for (const { metadata, spec } of ofKind('Ingress')) {
      const { tls = [], rules } = spec as IngressSpec;
      const covered = tls.flatMap(({ hosts, secretName }) => (secretName ? hosts : []));
      expect([metadata.name, covered]).toEqual([metadata.name, rules.map(({ host }) => host)]);
    }
  });

  it('F-014: limit how fast one address may ask', () => {
    for (const { metadata } of ofKind('Ingress')) {
      const { annotations = {} } = metadata as { annotations?: Record<string, string> };
      for (const name of ['limit-rps', 'limit-connections'])
        expect([name, Number(annotations[`nginx.ingress.kubernetes.io/${name}`]) > 0]).toEqual([name, true]);
    }
  });

  it('F-084: let nothing in and nothing out but what is named', () => {
    const policy = (name: string) => named('NetworkPolicy', name)?.['spec'];
    expect(policy('deny-by-default')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const services = policy('services') as { policyTypes: string[]; egress: { to: object[]; ports: object[] }[] };
    expect(services.policyTypes).toEqual(['Ingress', 'Egress']);
    for (const { to, ports } of services.egress) expect([to.length, ports.length > 0]).toEqual([1, true]);
    expect(JSON.stringify(services.egress)).toContain('"except":["169.254.0.0/16"]');
    for (const pod of pods) {
      const labels = (pod['spec'] as { template: { metadata: { labels: object } } }).template.metadata.labels;
      expect(labels).toMatchObject({ 'app.kubernetes.io/part-of': 'throughcare' });
    }
  });

  it.each([...SERVICES, ...WEB])('run %s without root, with probes, and give it time to stop', (name) => {
    const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'throughcare' };
    expect(named('Deployment', name)?.['spec']).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 30,
          containers: [
            {
              securityContext: { readOnlyRootFilesystem: true },
              livenessProbe: { httpGet: { path: '/health/liveness' } },
              readinessProbe: { httpGet: { path: '/health/readiness' } },
            },
          ],
        },
      },
    });
    expect(named('Service', name)?.['spec']).toMatchObject({ selector: { 'app.kubernetes.io/name': name } });
    expect(named('PodDisruptionBudget', name)?.['spec']).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
    });
  });

  it.each([...SERVICES, ...WEB])('need no more than 15 lines for %s: the rest is the same for all', (name) => {
    const files = readdirSync(join(folder, name)).map((file) => readFileSync(join(folder, name, file), 'utf8'));
    expect(files.join('').split('\n').length - 1).toBeLessThanOrEqual(15);
  });

  it('let in by path what the local edge lets in, and nothing else', () => {
    interface Path {
      readonly path: string;
      readonly backend: { readonly service: { readonly name: string } };
    }
    const spec = named('Ingress', 'throughcare')?.['spec'] as { rules: [{ http: { paths: Path[] } }] };
    const { paths } = spec.rules[0].http;
    for (const { path, backend } of paths) expect([path, backend.service.name]).toEqual([path, serviceOf(path)]);
    const edge = readFileSync(join(root, 'tools/local/src/edge/edge-routes.ts'), 'utf8');
    expect(paths.map(({ path }) => path)).toEqual([...edge.matchAll(/^ {2}\['(\/[^']+)'/gm)].map(([, path]) => path));
  });

  const real = process.env['KUSTOMIZE'];
  const whereItIs = real === undefined ? () => undefined : it;
  whereItIs('are rendered here as Kustomize renders them', () => {
    const keyOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
    const sorted = (list: Manifest[]) => list.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)));
    const text = execFileSync(real ?? '', ['build', folder], { encoding: 'utf8' });
    const documents = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    expect(sorted(lasting)).toEqual(sorted(documents));
  });
});

describe('F-084: what a pod is given', () => {
  const load = createRequire(__filename);
  interface From {
    readonly configMapRef?: { readonly name: string };
    readonly secretRef?: { readonly name: string };
  }
  /** What the platform has to make: names and form, not values. */
  const secrets = parseAllDocuments(readFileSync(join(folder, 'secrets.example.yaml'), 'utf8')).map(
    (document) => document.toJS() as Manifest & { readonly stringData: Record<string, string> },
  );

  const environmentOf = (name: string): Record<string, string> => {
    const [container] = podSpecOf(named('Deployment', name) ?? {})?.containers ?? [];
    const { envFrom, env } = container as unknown as {
      envFrom: From[];
      env: { name: string; value: string }[];
    };
    const from = envFrom.map(({ configMapRef, secretRef }) => {
      if (configMapRef) return named('ConfigMap', configMapRef.name)?.['data'];
      return secrets.find(({ metadata }) => metadata.name === secretRef?.name)?.stringData;
    });
    expect([name, from.every((part) => part !== undefined)]).toEqual([name, true]);
    return Object.assign(
      { NODE_ENV: 'production' },
      ...from,
      ...env.map((one) => ({ [one.name]: one.value })),
    ) as Record<string, string>;
  };

  it.each([
    ['referral', 'services/referral', 'ReferralConfig'],
    ['assessment', 'services/assessment', 'AssessmentConfig'],
    ['booking', 'services/booking', 'BookingConfig'],
    ['passport', 'services/passport', 'PassportConfig'],
    ['integration-gateway', 'services/integration-gateway', 'GatewayConfigSchema'],
    ['staff', 'web/staff', 'staffConfig'],
  ])('%s starts with, in production', (name, workspace, schema) => {
    const { [schema]: config } = load(join(root, workspace, 'src/config')) as Record<
      string,
      Parameters<typeof loadConfig>[0]
    >;
    expect(() => loadConfig(config!, environmentOf(name))).not.toThrow();
  });

  it('is every deployment we have', () => {
    expect(ofKind('Deployment').map(({ metadata }) => metadata.name)).toEqual([...SERVICES, ...WEB]);
  });
});
