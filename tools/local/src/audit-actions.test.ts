import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACTIONS } from '@throughcare/platform/operations';

const root = join(__dirname, '../../..');
const files = globSync('{libs/messaging,libs/platform,services/*}/src/**/*.ts', { cwd: root }).filter(
  (file) => !/\.test\.ts$|\/testing\/|audit-actions/.test(file),
);
const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
/** What is written into the audit by that name, or as a look at that data. */
const WRITTEN = [
  /\baction: '([a-z]+(?:-[a-z]+)*\.[a-z-]+)'/g,
  /(?:\.note|\.change|\.steer)\(\s*(?:user|caller|tx|id|consumer),\s*(?:outcome === 'sent' \? )?'([a-z-]+\.[a-z-]+)'/g,
  /'(sync\.(?:resolve|resend))'/g,
];

describe('the names of actions in the audit', () => {
  it('are all in the list that a filter is held against', () => {
    const written = WRITTEN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name));
    const looks = [...text.matchAll(/\bdata: '([a-z-]+)'/g)].map(([, data]) => `read.${data}`);
    expect([...new Set([...written, ...looks])].sort()).toEqual([...ACTIONS].sort());
  });
});
