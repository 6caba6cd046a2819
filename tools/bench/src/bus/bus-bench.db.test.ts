import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describeWithBroker } from '@throughcare/messaging/proof';
import { busBench } from './bus-bench';
import { publishingBench } from './publishing';
import { scaling } from './scaling';
import type { BusKind } from './setting';

const FIELDS = [
  'publishPerSecond',
  'nativePublishPerSecond',
  'effectsPerSecond',
  'nestEffectsPerSecond',
  'p50Ms',
  'p99Ms',
  'lost',
  'inverted',
  'doubled',
];
const NOTHING = { lost: 0, inverted: 0, doubled: 0 };
const LONGEST_MS = 240_000;

const short = (bus: BusKind) =>
  busBench({
    bus,
    rounds: 1,
    seconds: 0.5,
    rows: 1_000,
    nestRows: 1_000,
    faults: false,
    durable: false,
    emulator: true,
    say: () => undefined,
  });

/** Standard output of the command as a person would start it. */
const command = (...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const register = join(__dirname, '../../../local/register-typescript.cjs');
    const program = ['--require', register, join(__dirname, '../main.ts'), ...args];
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('exit', () => resolve(said));
  });

describe('the measurement of a bus', () => {
  it(
    'ends with one line of JSON: the embedded bus',
    async () => {
      const flags = ['--rounds', '1', '--seconds', '1', '--rows', '1000', '--no-faults', '--json'];
      const said = await command('bus', '--bus', 'postgres', ...flags);
      const lines = said.trim().split('\n');
      const result = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;
      expect(lines).toHaveLength(1);
      expect(Object.keys(result)).toEqual(FIELDS);
      expect(result).toMatchObject({ ...NOTHING, nestEffectsPerSecond: null });
    },
    LONGEST_MS,
  );

  it(
    'finds every effect once and in order on an emulated SNS',
    async () => {
      const result = await short('sns');
      expect(Object.keys(result)).toEqual(FIELDS);
      expect(result).toMatchObject({ ...NOTHING, nestEffectsPerSecond: null });
    },
    LONGEST_MS,
  );

  it(
    'sets our publishing beside the twin, without the round that makes the files of the log',
    async () => {
      const said: string[] = [];
      const asked = { rows: 1_000, durable: false, rounds: 1, say: (line: string) => said.push(line) };
      const { ours, native, ratio } = await publishingBench({ bus: 'postgres', ...asked });
      expect(said.filter((line) => line.startsWith('round '))).toHaveLength(4);
      expect(ratio).toBe(Math.round((ours.publishPerSecond / native.publishPerSecond) * 100) / 100);
    },
    LONGEST_MS,
  );

  it(
    'shares the partitions among consumers and finds every effect once and in order',
    async () => {
      const asked = { rows: 1_000, durable: false, consumers: [2], say: () => undefined };
      const { table, ...rest } = await scaling({ bus: 'postgres', ...asked });
      expect(rest).toMatchObject(NOTHING);
      expect(table.map(({ consumers, shares }) => [consumers, shares.length])).toEqual([[2, 2]]);
    },
    LONGEST_MS,
  );
});

describeWithBroker('kafka', 'the measurement of Kafka', (broker) => {
  afterEach(() => {
    delete process.env['KAFKA_BROKERS'];
  });

  it(
    'finds every effect once and in order, and has Nest beside it',
    async () => {
      process.env['KAFKA_BROKERS'] = broker().address;
      const result = await short('kafka');
      expect(Object.keys(result)).toEqual(FIELDS);
      expect(result).toMatchObject({ ...NOTHING, nestEffectsPerSecond: expect.any(Number) as number });
    },
    LONGEST_MS,
  );
});
