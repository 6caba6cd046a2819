import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type BrokerKind = 'kafka' | 'kafka3' | 'localstack';

export interface RunningBroker {
  readonly kind: BrokerKind;
  readonly version: string;
  /** Kafka: `host:port` list by commas; LocalStack: endpoint. */
  readonly address: string;
  /** `stop 2`, `kill 2`, `start 2` for Kafka; `restart`, `kill`, `start` for LocalStack. Resolves when it has happened. */
  fault(line: string): Promise<void>;
  stop(): Promise<void>;
}

/** Real brokers cannot be had here, and REQUIRE_BROKERS does not ask for them: the caller skips and says why. */
export class NoBroker extends Error {}

const starter = join(__dirname, '../../../../tools/brokers/main.mjs');

const firstLine = async (child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>): Promise<string> => {
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const { value, done } = await lines.next();
  if (done === true) throw new NoBroker(said.trim().split('\n').at(-1) ?? 'the broker ended');
  return value as string;
};

/** Starts a real broker of its own as a child process (`tools/brokers`). Throws {@link NoBroker} with the reason when none can be had. */
export const startBroker = async (kind: BrokerKind): Promise<RunningBroker> => {
  const child = spawn(process.execPath, [starter, kind, '--json', '--control'], { stdio: 'pipe' });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { version, address } = JSON.parse(await firstLine(child, lines)) as { version: string; address: string };
  return {
    kind,
    version,
    address,
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
