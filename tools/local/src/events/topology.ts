// What the bus needs, read from the handlers of every service: `npm run events` writes infra/bus/topology.json,
// infra/bus/queue-policies.json and, from what the gateway takes in, infra/bus/hmpps-subscription.json.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { subscribedTypes } from '@throughcare/hmpps/intake.rules';
import {
  type ConsumerTopology,
  policiesOf,
  type QueuePolicy,
  type TopologyDocument,
  topologyDocument,
  wiringOf,
} from '@throughcare/messaging/topology';
import { SERVICES, root } from '../settings';
import { Trouble } from '../trouble';
import { writeOrCheck } from './written';

export const TOPOLOGY_FILE = join(root, 'infra/bus/topology.json');
export const POLICIES_FILE = join(root, 'infra/bus/queue-policies.json');

export const SUBSCRIPTION_FILE = join(root, 'infra/bus/hmpps-subscription.json');

/** Filter policy of our queue's subscription to the HMPPS topic. */
export const currentSubscription = () => ({ eventType: subscribedTypes });

type AppModule = Parameters<typeof wiringOf>[1];

const load = createRequire(__filename);

/** Consumers of every service. `folder` is `dist` for built services; tests read `src`. */
export const currentWiring = (folder: 'dist' | 'src'): readonly ConsumerTopology[] =>
  SERVICES.flatMap((service) => {
    const { AppModule } = load(join(root, 'services', service, folder, 'app.module')) as { AppModule: AppModule };
    return wiringOf(service, AppModule);
  });

export const currentTopology = (folder: 'dist' | 'src'): TopologyDocument => topologyDocument(currentWiring(folder));

export const committedPolicies = (): Record<string, QueuePolicy> =>
  JSON.parse(readFileSync(POLICIES_FILE, 'utf8')) as Record<string, QueuePolicy>;

export const committedTopology = (): TopologyDocument =>
  JSON.parse(readFileSync(TOPOLOGY_FILE, 'utf8')) as TopologyDocument;

/** Topics or queues of the bus that `EVENT_BUS` names; the embedded one needs none. */
export const deployBus = async (env: Readonly<Record<string, string>>): Promise<string> => {
  const cli = join(root, 'libs/messaging/dist/bus/topology/cli.js');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [cli, 'create', TOPOLOGY_FILE], { env });
    return stdout.trim();
  } catch (cause) {
    const { stderr = '' } = cause as { stderr?: string };
    if (stderr.trim() === '') throw cause;
    throw new Trouble(stderr.trim(), 'README.md, _On other buses_, says what each bus needs.', { cause });
  }
};

if (require.main === module) {
  const topology = currentTopology(__filename.endsWith('.ts') ? 'src' : 'dist');
  const written = {
    [TOPOLOGY_FILE]: topology,
    [POLICIES_FILE]: policiesOf(topology),
    [SUBSCRIPTION_FILE]: currentSubscription(),
  };
  writeOrCheck(new Map(Object.entries(written).map(([file, value]) => [file, `${JSON.stringify(value, null, 2)}\n`])));
}
