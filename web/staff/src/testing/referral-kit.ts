import { type Server, createServer } from 'node:http';
import type { ReferenceItemChange } from '@throughcare/api/cas3/reference-data';
import { testDatabase } from '@throughcare/platform/testing';
import { listenOnLoopback } from '@throughcare/platform/testing/loopback';
import { provision } from '@throughcare/platform/database/provision';
import { endProcess, freePort, root, startProcess } from './child-process';

/** From the port of a stand-in to that of its controls. */
const CONTROL_OFFSET = 100;
const NOBODY = 'http://127.0.0.1:2';

/** What happens to what the pages ask on its way; changed while they run. */
interface OnTheWay {
  /** Nothing is answered at all. */
  isAway?: boolean;
  before?: () => Promise<void>;
  /** The service makes the change, and its answer never comes. */
  losesAnswer?: boolean;
  /** What booking says has changed of the reference lists. */
  ofLists?: readonly ReferenceItemChange[];
}

export interface ReferralsUnderTest {
  readonly url: string;
  readonly changes: OnTheWay;
  /** Changes a person in nDelius; undefined takes them out. */
  setPerson(crn: string, person: object | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Joins referral and gateway by path, as the edge does, with the one answer of booking that the pages ask for. */
const startEdge = async (
  referral: string,
  gateway: string,
  changes: OnTheWay,
): Promise<{ url: string; server: Server }> => {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      if (changes.isAway) return void outgoing.destroy();
      if (incoming.url === '/reference-data/changed-items')
        return void outgoing
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(changes.ofLists ?? []));
      const to = incoming.url?.startsWith('/cas3/applications') ? referral : gateway;
      const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers;
      const isChange = to === referral && incoming.method !== 'GET';
      if (isChange) await changes.before?.();
      const answer = await fetch(`${to}${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      if (isChange && changes.losesAnswer) return void outgoing.destroy();
      const etag = answer.headers.get('etag');
      outgoing.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'application/json',
        ...(etag !== null && { etag }),
      });
      outgoing.end(await answer.text());
    })();
  });
  return { server, url: await listenOnLoopback(server) };
};

interface Addresses {
  readonly auth: string;
  readonly ndelius: string;
  readonly gateway: string;
  readonly referral: string;
}

const portOf = (url: string) => new URL(url).port;
const issuerOf = ({ auth }: Addresses) => ({
  AUTH_ISSUER: `${auth}/auth/issuer`,
  AUTH_JWKS_URL: `${auth}/auth/.well-known/jwks.json`,
});
const tokensOf = ({ auth }: Addresses) => ({ AUTH_TOKEN_URL: `${auth}/auth/oauth/token` });

const startStandIns = (at: Addresses) =>
  startProcess('tools/stand-ins/src/main.ts', {
    STAND_INS: 'auth,ndelius',
    AUTH_PORT: portOf(at.auth),
    NDELIUS_PORT: portOf(at.ndelius),
    ...issuerOf(at),
    ...tokensOf(at),
    REGION_PEOPLE: '0',
    REGION_STAFF: '0',
    STAND_INS_CONTROL_TOKEN: 'control',
  });

const startGateway = (at: Addresses, databaseUrl: string) =>
  startProcess('services/integration-gateway/src/main.ts', {
    PORT: portOf(at.gateway),
    DATABASE_URL: databaseUrl,
    ...issuerOf(at),
    ...tokensOf(at),
    LOG_LEVEL: 'fatal',
    BACKGROUND: 'off',
    STAFF_SEED_FILE: `${root}/tools/local/staff-roles.json`,
    PUBLIC_API_URL: NOBODY,
    PUBLIC_UI_URL: NOBODY,
    NDELIUS_URL: at.ndelius,
    PRISON_API_URL: NOBODY,
    NOMIS_USER_ROLES_URL: NOBODY,
    AWS_ENDPOINT_URL: NOBODY,
    OASYS_URL: `${at.ndelius}/oasys`,
    TIER_URL: `${at.ndelius}/tier`,
    PRISONER_ALERTS_URL: NOBODY,
    GATEWAY_URL: at.gateway,
    REFERRAL_URL: at.referral,
    BOOKING_URL: NOBODY,
    ASSESSMENT_URL: NOBODY,
    AUTH_CLIENT_ID: 'throughcare-gateway',
    AUTH_CLIENT_SECRET: 'local-gateway-secret',
    HMPPS_QUEUE_NAME: 'in',
    HMPPS_DLQ_NAME: 'in-dlq',
    HMPPS_TOPIC_ARN: 'arn:aws:sns:eu-west-2:000000000000:hmpps',
  });

const startReferral = (at: Addresses, databaseUrl: string) =>
  startProcess('services/referral/src/main.ts', {
    PORT: portOf(at.referral),
    DATABASE_URL: databaseUrl,
    ...issuerOf(at),
    ...tokensOf(at),
    AUTH_CLIENT_ID: 'throughcare-referral',
    AUTH_CLIENT_SECRET: 'local-referral-secret',
    LOG_LEVEL: 'fatal',
    GATEWAY_URL: at.gateway,
    PUBLIC_API_URL: NOBODY,
    PUBLIC_UI_URL: NOBODY,
    REFERRAL_URL: at.referral,
    ASSESSMENT_URL: NOBODY,
    BOOKING_URL: NOBODY,
  });

const startStaff = (at: Addresses, url: string, databaseUrl: string, apiUrl: string) =>
  startProcess('web/staff/src/main.ts', {
    PORT: portOf(url),
    BASE_URL: url,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'fatal',
    SESSION_SECRET: 'a secret of the tests alone, long enough',
    ...tokensOf(at),
    AUTH_ISSUER: issuerOf(at).AUTH_ISSUER,
    AUTH_CLIENT_ID: 'throughcare-staff',
    AUTH_CLIENT_SECRET: 'local-staff-secret',
    API_URL: apiUrl,
    THROUGHCARE_SERVICES: `referral=${at.referral}`,
  });

const freeAddress = async () => `http://127.0.0.1:${await freePort()}`;

/** The staff pages as they run, in front of the real referral service and gateway and the stand-ins of HMPPS Auth and nDelius. */
export const startReferrals = async (): Promise<ReferralsUnderTest> => {
  const database = await testDatabase({ schema: 'referral', migrations: [] });
  const schemas = ['referral', 'gateway', 'staff'].map((schema) => ({
    schema,
    role: `throughcare_test_${schema}`,
    password: 'throughcare',
  }));
  const urls = await provision(database.adminUrl, schemas);
  const databaseOf = (schema: string) => urls.get(schema) ?? '';
  const [auth, ndelius, gateway, referral, url] = await Promise.all([
    freeAddress(),
    freeAddress(),
    freeAddress(),
    freeAddress(),
    freeAddress(),
  ]);
  const at = { auth, ndelius, gateway, referral };
  const children = [await startStandIns(at)];
  children.unshift(await startGateway(at, databaseOf('gateway')));
  children.unshift(await startReferral(at, databaseOf('referral')));
  const changes: OnTheWay = {};
  const edge = await startEdge(referral, gateway, changes);
  children.unshift(await startStaff(at, url, databaseOf('staff'), edge.url));
  const setPerson = async (crn: string, person: object | undefined) => {
    const control = `http://127.0.0.1:${Number(portOf(ndelius)) + CONTROL_OFFSET}`;
    const answer = await fetch(`${control}/__control/people/${crn}`, {
      method: person ? 'PUT' : 'DELETE',
      headers: { 'x-control-token': 'control', ...(person && { 'content-type': 'application/json' }) },
      ...(person && { body: JSON.stringify(person) }),
    });
    if (!answer.ok) throw new Error(`nDelius answered ${answer.status}`);
  };
  const close = async () => {
    for (const child of children) await endProcess(child);
    edge.server.closeAllConnections();
    await new Promise((resolve) => edge.server.close(resolve));
    await database.drop();
  };
  return { url, changes, setPerson, close };
};
