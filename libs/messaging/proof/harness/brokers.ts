import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repository } from './repository';

export type BrokerKind = 'kafka' | 'kafka3' | 'localstack' | 'emulator';

export interface RunningBroker {
  readonly kind: BrokerKind;
  readonly version: string;
  /** Kafka: `host:port` list by commas; LocalStack and the emulator: endpoint. */
  readonly address: string;
  /** False: somebody else's, at an address from the environment, so it must not be stopped or killed. */
  readonly isOurs: boolean;
  /** `stop 2`, `kill 2`, `start 2` for Kafka; `restart`, `kill`, `start` for LocalStack. Resolves when it has happened. */
  fault(line: string): Promise<void>;
  stop(): Promise<void>;
}

/** Real brokers cannot be had here. The message says why. */
export class NoBroker extends Error {}

const starter = join(repository, 'tools/brokers/main.mjs');

/** An address to use instead of a broker of our own. Three brokers are always ours, because they are there to be killed. */
const given = (kind: BrokerKind): string | undefined => {
  if (kind === 'kafka') return process.env['KAFKA_BROKERS'] || undefined;
  if (kind === 'localstack') return process.env['LOCALSTACK_URL'] || undefined;
  return undefined;
};

const firstLine = async (
  child: ChildProcessWithoutNullStreams,
  lines: AsyncIterator<string, undefined>,
): Promise<string> => {
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const next: IteratorResult<string, undefined> = await lines.next();
  if (next.done === true) throw new NoBroker(said.trim().split('\n').at(-1) ?? 'the broker ended');
  return next.value;
};

const foreign = (kind: BrokerKind, address: string): RunningBroker => ({
  kind,
  address,
  version: 'of unknown version',
  isOurs: false,
  fault: () => Promise.reject(new Error('This broker is somebody else’s')),
  stop: () => Promise.resolve(),
});

/**
 * The broker at the address in `KAFKA_BROKERS` or `LOCALSTACK_URL`, else a real one of its own as a child process
 * (`tools/brokers`). Throws {@link NoBroker} with the reason when none can be had.
 */
export const startBroker = async (kind: BrokerKind): Promise<RunningBroker> => {
  const address = given(kind);
  if (address !== undefined) return foreign(kind, address);
  const child = spawn(process.execPath, [starter, kind, '--json', '--control'], { stdio: 'pipe' });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const started = JSON.parse(await firstLine(child, lines)) as { version: string; address: string };
  return {
    kind,
    isOurs: true,
    ...started,
    fault: async (line) => {
      child.stdin.write(`${line}\n`);
      const { value } = await lines.next();
      if (value !== 'done') throw new Error(`The broker did not ${line}`);
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** Why this broker cannot be had, or undefined when it can; the first time, this downloads it. */
export const brokerMissing = (kind: BrokerKind): string | undefined => {
  if (given(kind) !== undefined) return undefined;
  // Some ten minutes more on two cores: asked for by name, or by giving an address.
  if (kind !== 'emulator' && process.env['REQUIRE_BROKERS'] !== '1') return 'REQUIRE_BROKERS=1 was not given';
  const { status, stderr } = spawnSync(process.execPath, [starter, kind, '--prepare'], { encoding: 'utf8' });
  return status === 0 ? undefined : (stderr.trim().split('\n').at(-1) ?? 'it did not say why');
};
