// Whatever ends the npm that runs a long verb, nothing that the verb started stays behind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, plainEnvironment } from './bad-days/kit';
import { PORTS, root } from './settings';

jest.setTimeout(400_000);

const folder = mkdtempSync(join(tmpdir(), 'throughcare-verbs-'));
chmodSync(folder, 0o755); // PostgreSQL has another account when we are root
/** Where a journey finds its system: nobody is there, and it goes on asking. */
const writeStatus = () => {
  const processes = ['auth', 'ndelius', 'prison-api', 'messaging'].map((name) => ({ name }));
  const ports = Object.fromEntries(Object.keys(PORTS).map((part) => [part, 1]));
  const status = { edge: 'http://127.0.0.1:1', database: 'postgresql://nobody@127.0.0.1:1/none', ports, processes };
  writeFileSync(join(folder, 'status.json'), JSON.stringify(status));
};
beforeAll(writeStatus);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Commands of all that has this word in its environment or command: a verb's children inherit it, and keep their files under it. */
const running = (mark: string): string[] =>
  spawnSync('ps', ['axeww', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .stdout.split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => line.trim().slice(0, 160));

interface Verb {
  readonly verb: string;
  readonly args: readonly string[];
  /** What shows that it is at work. */
  readonly atWork: (commands: readonly string[]) => boolean;
}
const VERBS: readonly Verb[] = [
  {
    verb: 'stress',
    args: ['--runs', '1', '--seconds', '3600'],
    atWork: (commands) => commands.some((command) => command.includes('service-process')),
  },
  {
    verb: 'bench',
    args: ['idle', '--seconds', '3600'],
    atWork: (commands) => commands.some((command) => command.includes('bin/postgres')),
  },
  {
    verb: 'brokers',
    args: ['emulator'],
    atWork: (commands) => commands.some((command) => command.includes('brokers/main.mjs')),
  },
  {
    verb: 'journey',
    args: [],
    atWork: (commands) => commands.some((command) => command.includes('dist/journey.js')),
  },
];

const begin = async ({ verb, args, atWork }: Verb, mark: string): Promise<ChildProcess> => {
  const own = join(folder, mark);
  mkdirSync(own);
  const env = { ...plainEnvironment(), TMPDIR: own, DATA_DIR: folder, THROUGHCARE_TEST: mark };
  const npm = spawn('npm', ['run', verb, '--', ...args], { cwd: root, env, detached: true, stdio: 'ignore' });
  await eventually(() => Promise.resolve(running(mark)), atWork, 150_000);
  return npm;
};

describe.each(VERBS)('npm run $verb', (verb) => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'F-095: leaves nothing behind when %s ends npm',
    async (signal) => {
      const mark = randomUUID();
      const npm = await begin(verb, mark);
      npm.kill(signal);
      await eventually(
        () => Promise.resolve(running(mark)),
        (left) => left.length === 0,
        60_000,
      );
    },
  );
});

it('F-095: a verb whose npm had ended before it began to look ends at once', async () => {
  const mark = randomUUID();
  const env = { ...plainEnvironment(), npm_lifecycle_event: 'brokers', THROUGHCARE_TEST: mark };
  const orphan = '(sleep 1; exec node tools/brokers/main.mjs emulator) & exit';
  spawn('sh', ['-c', orphan], { cwd: root, env, detached: true, stdio: 'ignore' });
  await eventually(
    () => Promise.resolve(running(mark)),
    (there) => there.some((command) => command.includes('main.mjs')),
  );
  await eventually(
    () => Promise.resolve(running(mark)),
    (left) => left.length === 0,
    60_000,
  );
});
