// npm run brokers -- kafka|kafka3|localstack: starts real brokers for a person, prints addresses, stops on Ctrl-C.
// With --prepare, only downloads what a start needs: exit code 3 and the reason when it cannot be had.
// With --control, a test drives faults by lines on standard input: `stop 2`, `kill 2`, `start 2`, `restart`; each answers `done`.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checked } from '../local/arguments.mjs';
import { whenOwnerEnds } from '../local/owner.mjs';
import { emulatorMissing, startEmulator } from './emulator.mjs';
import { kafkaMissing, prepareKafka, startKafka } from './kafka.mjs';
import { localstackMissing, prepareLocalstack, startLocalstack } from './localstack.mjs';

const kinds = {
  kafka: { missing: kafkaMissing, prepare: prepareKafka, start: (directory) => startKafka({ brokers: 1, directory }) },
  kafka3: { missing: kafkaMissing, prepare: prepareKafka, start: (directory) => startKafka({ brokers: 3, directory }) },
  localstack: {
    missing: localstackMissing,
    prepare: prepareLocalstack,
    start: (directory) => startLocalstack({ directory }),
  },
  emulator: { missing: emulatorMissing, prepare: async () => {}, start: startEmulator },
};

const wanted = checked('brokers', process.argv.slice(2)).filter((argument) => !argument.startsWith('--'));

const running = [];
let stopping;
/** One wish to stop arrives more than once: from the terminal, from npm, and from the end of npm. */
const stop = () => (stopping ??= Promise.all(running.map((broker) => broker.stop())).then(() => process.exit()));
process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
whenOwnerEnds(stop);
// A terminal that was closed takes no words.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

for (const name of wanted) {
  const missing = kinds[name].missing();
  if (missing) {
    console.error(`${name}: ${missing}.`);
    process.exitCode = 3;
    await stop();
  }
  if (process.argv.includes('--prepare')) {
    try {
      await kinds[name].prepare();
    } catch (error) {
      console.error(`${name} cannot be had: ${error.message}`);
      process.exit(3);
    }
    continue;
  }
  console.error(`${name}: starting (the first time also downloads it)…`);
  const directory = await mkdtemp(join(tmpdir(), `throughcare-${name}-`));
  const broker = await kinds[name].start(directory).catch((error) => {
    console.error(`${name} did not start: ${error.message}`);
    process.exit(1);
  });
  running.push(broker);
  const where = broker.endpoint ?? broker.addresses.join(',');
  console.log(
    process.argv.includes('--json')
      ? JSON.stringify({ name, version: broker.version, address: where })
      : `${name} ${broker.version} at ${where}`,
  );
}
if (process.argv.includes('--prepare')) process.exit(0);
console.error('Ctrl-C stops everything.');

const fault = async (line) => {
  const [verb, number] = line.trim().split(' ');
  const [broker] = running;
  const target = number === undefined ? broker : broker.broker(Number(number));
  await target[verb]();
  console.log('done');
};

if (process.argv.includes('--control')) {
  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on('line', (line) => (queue = queue.then(() => fault(line))))
    .on('close', stop); // whoever drove the faults is gone
}
