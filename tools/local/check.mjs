// npm run check: everything CI does, what nothing uses, and the audit of dependencies where the registry offers one.
import { spawn } from 'node:child_process';
import { checked } from './arguments.mjs';
import { root, run } from './node24.mjs';
import { install } from './prepare.mjs';

/** Findings that fail the check; undefined when the registry has no answer. */
const audit = async () => {
  const { output } = await run('npm', ['audit', '--json', '--audit-level=high', '--loglevel=silent'], { quiet: true });
  const start = output.indexOf('{');
  const report = start < 0 ? {} : JSON.parse(output.slice(start));
  return report.metadata?.vulnerabilities;
};

const args = checked('check', process.argv.slice(2));
await install();
// Dependencies and exports that nothing uses; knip.json says which have another reason.
const { code: unused, output: findings } = await run('knip', ['--no-progress', '--reporter', 'compact'], {
  quiet: true,
});
console.log(unused === 0 ? 'unused: nothing' : `unused: FAILED\n${findings}`);
const found = await audit().catch(() => undefined);
if (!found) console.log('audit: NOT CHECKED, the registry in use does not answer `npm audit`');
else console.log(`audit: ${found.critical} critical, ${found.high} high, ${found.moderate} moderate, ${found.low} low`);
const dangerous = found ? found.critical + found.high : 0;
if (dangerous > 0) console.error('audit: FAILED. `npm audit` says which dependencies and what to do.');

const tests = spawn(process.execPath, ['tools/local/test.mjs', ...args], {
  cwd: root,
  stdio: 'inherit',
});
tests.once('exit', (code) => process.exit(code === 0 && dangerous + unused > 0 ? 1 : (code ?? 1)));
