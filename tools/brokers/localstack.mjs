// LocalStack (SNS and SQS) in host mode from PyPI, without a container engine. Needs Python 3.11 with venv. It forgets everything on a restart.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, cached, freePorts, hasCommand, runToEnd, startChild, waitUntil } from './processes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const LOCALSTACK_VERSION = '4.10.0';

/** Why LocalStack cannot be started here, or undefined when it can. */
export const localstackMissing = () => {
  if (!hasCommand('python3')) return 'Python 3.11 is not installed';
  if (!hasCommand('python3', ['-c', 'import venv, ensurepip'])) return 'Python venv is not installed';
  return undefined;
};

/** Installs LocalStack into a virtual environment once; returns its folder. */
export const prepareLocalstack = () =>
  cached(join(cacheFolder(), `localstack-${LOCALSTACK_VERSION}`), async (folder) => {
    runToEnd('python3', ['-m', 'venv', join(folder, 'venv')]);
    runToEnd(join(folder, 'venv', 'bin', 'pip'), ['install', '-q', '-r', join(here, 'localstack-requirements.txt')]);
  });

const isReady = async (endpoint) => {
  try {
    const { services } = await (await fetch(`${endpoint}/_localstack/health`)).json();
    return services.sns === 'running' && services.sqs === 'running';
  } catch {
    return false; // not listening yet
  }
};

/** @returns the endpoint for the AWS SDK, `restart` (an empty broker afterwards) and `stop`. */
export const startLocalstack = async ({ directory }) => {
  const python = join(await prepareLocalstack(), 'venv', 'bin', 'python');
  await mkdir(directory, { recursive: true });
  const [port] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const env = {
    SERVICES: 'sns,sqs',
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_VOLUME_DIR: directory,
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DISABLE_EVENTS: '1',
    DNS_ADDRESS: '0',
    EAGER_SERVICE_LOADING: '1',
  };
  let child;
  const start = async () => {
    child = startChild(python, ['-m', 'localstack.runtime.main'], { log: join(directory, 'localstack.log'), env });
    await waitUntil(child, 'LocalStack', () => isReady(endpoint));
  };
  await start();
  return {
    version: LOCALSTACK_VERSION,
    endpoint,
    kill: () => child.kill(),
    start,
    restart: async () => {
      await child.stop();
      await start();
    },
    stop: () => child.stop(),
  };
};
