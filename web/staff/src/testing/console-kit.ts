import { startOperatedPair } from '@throughcare/platform/testing';
import type { OperatedPair } from '@throughcare/platform/testing';
import { sealer } from '@throughcare/web/session/sealer';
import { endProcess, freePort, startProcess } from './child-process';

const CONTROL_TOKEN = 'test-control';
const SESSION_SECRET = 'a secret of the tests alone, long enough';
const NOBODY = 'http://127.0.0.1:2';

export interface ConsoleUnderTest {
  readonly url: string;
  readonly pair: OperatedPair;
  /** A call of the control API of the stand-in of HMPPS Auth. */
  control(method: string, path: string, body: object): Promise<void>;
  /** Changes what is held of everybody who is signed in. */
  changeUsers(change: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

const changeUsers = async ({ sql }: OperatedPair, change: Record<string, unknown>) => {
  const { open, seal } = sealer(SESSION_SECRET);
  const rows = await sql<{ sid: string; sess: { sealed: string } }>('select sid, sess from staff.web_session');
  for (const { sid, sess } of rows) {
    const held = JSON.parse(open(sess.sealed) ?? '') as { user?: object };
    if (!held.user) continue;
    const changed = { ...sess, sealed: seal(JSON.stringify({ ...held, user: { ...held.user, ...change } })) };
    await sql(`update staff.web_session set sess = '${JSON.stringify(changed)}' where sid = '${sid}'`);
  }
};

/** The stand-in of HMPPS Auth as a process of its own. */
const startAuth = async () => {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/auth`;
  const child = await startProcess('tools/stand-ins/src/main.ts', {
    STAND_INS: 'auth',
    AUTH_PORT: String(port),
    REGION_PEOPLE: '0',
    REGION_STAFF: '0',
    STAND_INS_CONTROL_TOKEN: CONTROL_TOKEN,
  });
  const control = async (method: string, path: string, body: object) => {
    const response = await fetch(`http://127.0.0.1:${port + 100}/__control${path}`, {
      method,
      headers: { 'x-control-token': CONTROL_TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  };
  return { child, base, control };
};

/** The gateway as it runs, with nobody at the other ends and nothing of its own accord. */
const startGateway = async (url: string, issuer: Record<string, string>) => {
  const port = await freePort();
  const child = await startProcess('services/integration-gateway/src/main.ts', {
    PORT: String(port),
    DATABASE_URL: url,
    ...issuer,
    BACKGROUND: 'off',
    LOG_LEVEL: 'fatal',
    PUBLIC_API_URL: NOBODY,
    PUBLIC_UI_URL: NOBODY,
    NDELIUS_URL: NOBODY,
    PRISON_API_URL: NOBODY,
    GATEWAY_URL: NOBODY,
    BOOKING_URL: NOBODY,
    REFERRAL_URL: NOBODY,
    ASSESSMENT_URL: NOBODY,
    NOMIS_USER_ROLES_URL: NOBODY,
    OASYS_URL: NOBODY,
    TIER_URL: NOBODY,
    PRISONER_ALERTS_URL: NOBODY,
    AWS_ENDPOINT_URL: NOBODY,
    AUTH_TOKEN_URL: NOBODY,
    AUTH_CLIENT_ID: 'throughcare-gateway',
    AUTH_CLIENT_SECRET: 'local-gateway-secret',
    HMPPS_QUEUE_NAME: 'in',
    HMPPS_DLQ_NAME: 'in-dlq',
    HMPPS_TOPIC_ARN: 'arn:aws:sns:eu-west-2:000000000000:hmpps',
  });
  return { child, url: `http://127.0.0.1:${port}` };
};

/**
 * The console as it runs, signing people in at the stand-in, in front of two real services, booking and passport;
 * of the third, referral, nobody answers when `down` says so; `gateway` adds that one.
 */
export const startConsole = async ({ down = false, gateway = false, env = {} } = {}): Promise<ConsoleUnderTest> => {
  const auth = await startAuth();
  const issuer = { AUTH_ISSUER: `${auth.base}/issuer`, AUTH_JWKS_URL: `${auth.base}/.well-known/jwks.json` };
  const pair = await startOperatedPair(issuer, 'staff', ['gateway']);
  const third = gateway ? await startGateway(pair.urls.get('gateway') ?? '', issuer) : undefined;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const services = [
    `booking=${pair.booking.url}`,
    `passport=${pair.passport.url}`,
    ...(third ? [`integration-gateway=${third.url}`] : []),
    ...(down ? [`referral=${NOBODY}`] : []),
  ];
  const child = await startProcess('web/staff/src/main.ts', {
    PORT: String(port),
    BASE_URL: url,
    DATABASE_URL: pair.spareUrl,
    SESSION_SECRET,
    AUTH_ISSUER: issuer.AUTH_ISSUER,
    AUTH_TOKEN_URL: `${auth.base}/oauth/token`,
    AUTH_CLIENT_ID: 'throughcare-staff',
    AUTH_CLIENT_SECRET: 'local-staff-secret',
    API_URL: NOBODY,
    THROUGHCARE_SERVICES: services.join(','),
    LOG_LEVEL: 'fatal',
    TRACE_URL: 'https://traces.example/trace/{traceId}',
    ...env,
  });
  const close = async () => {
    await endProcess(child);
    await endProcess(third?.child);
    await pair.close();
    await endProcess(auth.child);
  };
  return { url, pair, control: auth.control, changeUsers: (change) => changeUsers(pair, change), close };
};
