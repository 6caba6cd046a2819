/** Secrets that are printed in this repository, for machines of developers. */
const PRINTED = [
  'for this machine alone, nowhere else',
  'local',
  'local-control',
  'local-gateway-secret',
  'local-lists-secret',
  'local-ops-secret',
  'local-person-secret',
  'local-referral-secret',
  'local-staff-secret',
  'postgres',
  'test',
  'throughcare',
];

const SECRET_NAME = /(SECRET|PASSWORDS?|TOKEN|SECRET_ACCESS_KEY)$/;
const ADDRESSES = /\bhttp:\/\/(\[[^\]]+\]|[^\s,/:?#"]+)/g;

/** Loopback, and names that only a cluster's or a network's own resolver knows: what goes there leaves no machine of ours unencrypted. */
const isInternal = (host: string): boolean =>
  host === '[::1]' ||
  /^127\./.test(host) ||
  /^[^.:]+$/.test(host) ||
  /\.(svc|svc\.cluster\.local|internal|localhost)$/.test(host);

/** A secret, the passwords of a list like `booking=…,staff=…`, or the password inside a database's address. */
const secretsOf = (name: string, value: string): string[] => {
  const [, password] = /^postgres(?:ql)?:\/\/[^:@/]*:([^@/]*)@/.exec(value) ?? [];
  if (password !== undefined) return [decodeURIComponent(password)];
  return SECRET_NAME.test(name) ? [value, ...value.split(',').map((pair) => pair.slice(pair.indexOf('=') + 1))] : [];
};

const problemOf = (name: string, value: string): string | undefined => {
  if (secretsOf(name, value).some((secret) => PRINTED.includes(secret)))
    return `${name}: a secret that is printed in the repository is not one; set your own`;
  const outside = [...value.matchAll(ADDRESSES)].some(([, host = '']) => !isInternal(host));
  return outside ? `${name}: must be https` : undefined;
};

/**
 * What `NODE_ENV=production` may not be started with, a line for each variable that is used; never a value.
 * Secrets that everybody can read here, and plain HTTP to anywhere but this machine or its own cluster.
 */
export const productionProblems = (
  used: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] => (env['NODE_ENV'] === 'production' ? used.flatMap((name) => problemOf(name, env[name] ?? '') ?? []) : []);

/** Protections that may be left out on a machine of a developer, and nowhere else: a line for each that is not set. */
export const missingInProduction = (
  required: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string[] =>
  env['NODE_ENV'] === 'production'
    ? required.filter((name) => !env[name]?.trim()).map((name) => `${name}: missing, and required in production`)
    : [];
