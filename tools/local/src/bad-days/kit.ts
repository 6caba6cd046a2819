// A whole system for tests, beside whatever else runs: free ports, its own data, time-outs of seconds instead of minutes.
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';
import { schemaOf } from '../database/database';
import { type Context, contextOf } from '../journey/context';
import { send } from '../journey/release-message';
import { person } from '../journey/steps';
import { CONTROL_OFFSET, CONTROL_TOKEN, SERVICES, type StandInName, root } from '../settings';
import { type System, startSystem } from '../system';

const outsideAddresses =
  /^(AUTH_|AWS_|HMPPS_|NDELIUS_URL|PRISON_API_URL|NOMIS_USER_ROLES_URL|OASYS_URL|TIER_URL|PRISONER_ALERTS_URL|POSTGRES_URL|DATA_DIR|.*_PORT$)/;

/** The environment of a developer who set nothing. */
export const plainEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !outsideAddresses.test(name)));

export interface TestSystem {
  readonly system: System;
  readonly context: Context;
  readonly database: Pool;
  close(): Promise<void>;
}

/** Needs the workspaces built (`npm test` does). `before` finds the folder in which the database will be. */
export const startTestSystem = async (
  env: Record<string, string> = {},
  before: (dataDir: string) => Promise<void> = async () => undefined,
): Promise<TestSystem> => {
  if (!existsSync(join(root, 'services/integration-gateway/dist/main.js')))
    throw new Error('Build first: npm run build');
  const dataDir = mkdtempSync(join(tmpdir(), 'throughcare-system-'));
  chmodSync(dataDir, 0o755); // PostgreSQL has another account when we are root
  await before(dataDir);
  const quick = {
    SYNC_EVIDENCE_SECONDS: '4',
    SYNC_ORDER_HOLD_SECONDS: '1',
    // nDelius puts a message away after three looks. Three of these must last longer than our gateway takes to come back on a
    // busy machine, or the arrival ends among nDelius's dead letters: there an operator's work, here not what is tested.
    DELIUS_VISIBILITY_SECONDS: '20',
    LOG_LEVEL: 'warn',
  };
  const system = await startSystem({ ports: 'free', dataDir, env: { ...plainEnvironment(), ...quick, ...env } });
  const context = contextOf(system.settings, system.edge, system.databaseUrl);
  const database = new Pool({ connectionString: system.databaseUrl, max: 2 });
  database.on('error', () => undefined);
  const close = async () => {
    await Promise.all([context.watch.close(), database.end()]);
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { system, context, database, close };
};

/** An operation of a stand-in's control API. */
export const control = async (
  system: System,
  name: StandInName,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> => {
  const reply = await fetch(`http://127.0.0.1:${system.settings.ports[name] + CONTROL_OFFSET}/__control${path}`, {
    method,
    headers: {
      'x-control-token': CONTROL_TOKEN,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${method} ${path} of ${name}: ${reply.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
};

/** How long a test waits for what must come: long, so that a busy machine is not taken for a fault. */
export const PATIENCE_MS = 240_000;

/** Waits until it holds, and says what was there instead when it never does. */
export const eventually = async <T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  withinMs = PATIENCE_MS,
): Promise<T> => {
  let seen: T | undefined;
  for (const end = Date.now() + withinMs; Date.now() < end; await sleep(100)) {
    try {
      seen = await look();
      if (holds(seen)) return seen;
    } catch {
      // something is being started again
    }
  }
  throw new Error(`This did not come about; last seen: ${JSON.stringify(seen)}`);
};

export const inject = (context: Context, body: string) => send(context.aws, body);

/** Publishes an event of ours on the HMPPS topic behind the gateway's back. */
export const tellAgain = async ({ aws }: Context, eventType: string, detailUrl: string): Promise<void> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SNSClient({
    region: aws['AWS_REGION'] ?? '',
    endpoint: aws['AWS_ENDPOINT_URL'] ?? '',
    credentials,
  });
  const personReference = { identifiers: [{ type: 'CRN', value: person.crn }] };
  const message = { eventType, version: 1, detailUrl, occurredAt: new Date().toISOString(), personReference };
  const MessageAttributes = { eventType: { DataType: 'String', StringValue: eventType } };
  const TopicArn = aws['HMPPS_TOPIC_ARN'];
  await client.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message), MessageAttributes }));
  client.destroy();
};

/** What was lost on the way, if anything: dead letters anywhere, and what we had to tell but did not. */
export const leftOver = async ({ database }: TestSystem): Promise<object[]> => {
  const letters = SERVICES.map(schemaOf).map(
    (schema) => `select '${schema}' as owner, consumer as what, type, code from ${schema}.dead_letter`,
  );
  const untold = `select 'gateway' as owner, state as what, event_type as type, reason as code
    from gateway.sync_operation where state in ('parked', 'unconfirmed')`;
  return (await database.query<object>([...letters, untold].join(' union all '))).rows;
};
