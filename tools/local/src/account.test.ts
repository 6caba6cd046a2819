import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** The script is ESM, which Jest cannot load: asked in a process of its own. */
const account = (said: string, result?: object) => {
  const script = `import { account } from './tools/local/account.mjs';
    console.log(JSON.stringify(account(${JSON.stringify(said)}, ${JSON.stringify(result)}, '/repo')));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
};

const file = (name: string, ...statuses: string[]) => ({
  name: `/repo/${name}`,
  assertionResults: statuses.map((status) => ({ status })),
});

describe('the account at the end of npm test', () => {
  it('says on what each suite ran or why it did not, once, and names every file with skipped tests', () => {
    const said =
      'Kafka: runs on 4.3.0 of kafka\nLocalStack: SKIPPED, Python venv is not installed\nKafka: runs on 4.3.0 of kafka\n';
    const testResults = [
      file('libs/a.test.ts', 'passed', 'passed'),
      file('libs/b.contract.test.ts', 'pending', 'passed', 'todo'),
    ];
    expect(account(said, { testResults })).toEqual([
      'Kafka: runs on 4.3.0 of kafka',
      'LocalStack: SKIPPED, Python venv is not installed',
      '2 skipped in libs/b.contract.test.ts',
    ]);
  });

  it('is empty when there is nothing to say, and when Jest left no report', () => {
    expect(account('', { testResults: [file('libs/a.test.ts', 'passed')] })).toEqual([]);
    expect(account('')).toEqual([]);
  });
});
