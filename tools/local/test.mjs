// npm test: everything, in one command, on a fresh clone too. The last line always reads `N passed, N failed, N skipped`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { account } from './account.mjs';
import { checked } from './arguments.mjs';
import { root, run } from './node24.mjs';
import { build, install } from './prepare.mjs';

const report = join(root, '.local', 'jest.json');
const brokersReport = join(root, '.local', 'brokers.txt');

/** Checks that either hold or do not; each counts as one in the closing line. */
const checks = () => [
  ['format', 'prettier', ['--check', '--log-level=warn', '.']],
  ['lint', 'eslint', ['--max-warnings', '0', '.']],
  // One program: the libraries are read once, and what was right the last time is not checked again.
  ['types', 'tsc', ['-p', 'tsconfig.lint.json', '--incremental', '--tsBuildInfoFile', '.nx/types.tsbuildinfo']],
  ['events', 'node', ['tools/local/events.mjs', '--check']],
  ['API documents', 'node', ['tools/local/dist/openapi/openapi-cli.js', '--check']],
];

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const rows = [];
const totals = { passed: 0, failed: 0, skipped: 0 };

const add = (name, ok, counts, since, note = '') => {
  for (const key of Object.keys(totals)) totals[key] += counts[key] ?? 0;
  rows.push(`  ${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(16)} ${note.padEnd(44)} ${seconds(since).padStart(8)}`);
};

const check = async ([name, command, args]) => {
  const since = Date.now();
  process.stdout.write(`${name} … `);
  const { code, output } = await run(command, args, { quiet: true });
  console.log(code === 0 ? `ok (${seconds(since)})` : `FAILED\n${output}`);
  add(name, code === 0, code === 0 ? { passed: 1 } : { failed: 1 }, since);
};

/** Downloads what the brokers need before the clock of any test runs. What is missing makes their suites fail, with the reason. */
const brokers = async () => {
  if (process.env.REQUIRE_BROKERS !== '1') return;
  const since = Date.now();
  process.stdout.write('brokers … ');
  const { code, output } = await run('node', ['tools/brokers/main.mjs', 'kafka', 'localstack', '--prepare'], {
    quiet: true,
  });
  console.log(code === 0 ? `ready (${seconds(since)})` : `NOT TO BE HAD\n${output}`);
};

const jest = async (args) => {
  const since = Date.now();
  mkdirSync(join(root, '.local'), { recursive: true });
  for (const file of [report, brokersReport]) rmSync(file, { force: true });
  const options = { env: { BROKERS_REPORT: brokersReport } };
  const { code } = await run('jest', ['--json', `--outputFile=${report}`, ...args], options);
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const counts = {
    passed: result?.numPassedTests ?? 0,
    failed: result ? result.numFailedTests + result.numRuntimeErrorTestSuites : 1,
    skipped: result ? result.numPendingTests + result.numTodoTests : 0,
  };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  const note = `${counts.passed} passed, ${counts.failed} failed in ${result?.numTotalTestSuites ?? 0} files`;
  add('tests', counts.failed === 0, counts, since, note);
  return account(existsSync(brokersReport) ? readFileSync(brokersReport, 'utf8') : '', result, root);
};

const args = checked('test', process.argv.slice(2));
await install();
console.log('build …');
await build();
for (const step of checks()) await check(step);
await brokers();
const accounts = await jest(args);

console.log(`\n${rows.join('\n')}\n`);
if (accounts.length > 0) console.log(`On brokers, and left out:\n${accounts.map((line) => `  ${line}`).join('\n')}\n`);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;
