// A short run against the real thing, a process of its own as `npm run fuzz` is, and the same each time. Whoever changed a door runs the
// long one, with seeds of their own.
import { spawnSync } from 'node:child_process';
import { plainEnvironment } from '../bad-days/kit';
import { root } from '../settings';
import type { Report } from './fuzz';

it('hostile requests get no 500 and no 503, name nobody, and end no process', () => {
  const args = ['tools/local/dist/fuzz.js', '--requests', '600', '--seed', '30112', '--json'];
  const options = { cwd: root, env: plainEnvironment(), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { stdout, stderr } = spawnSync(process.execPath, args, options);
  if (!stdout.startsWith('{')) throw new Error(`no report: ${stderr}`);
  const report = JSON.parse(stdout) as Report;
  expect(report).toMatchObject({ requests: 600, serverErrors: [], leaks: [], restarts: [] });
  expect(Object.keys(report.byStatus)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '404', 'message']));
}, 900_000);
