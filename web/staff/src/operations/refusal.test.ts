import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type ErrorKind } from '@throughcare/base/errors';
import { UpstreamAnswer } from '@throughcare/platform/http';
import { refusalWords, wordsOf } from './refusal';

const root = join(__dirname, '../../../..');
/** Where the operations API refuses. */
const PLACES = [
  'libs/platform/src/{operations,dto}/**/*.ts',
  'libs/messaging/src/{operations,replay,consumer/dead-letters}/**/*.ts',
  'services/integration-gateway/src/operations/**/*.ts',
  'services/integration-gateway/src/ledger/{sync-desk.service,findings.rules,sync-search}.ts',
];
const REFUSAL =
  /(?:\b(?:invalid|conflict|notFound|\w*Refused|refuse)\(\s*(?:'[a-z-]+',\s*)?|\breturn |then |else )'([A-Z]+(?:_[A-Z]+)+)'/g;

const codes = globSync(PLACES, { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(REFUSAL)].map(([, code]) => code ?? ''));

const refused = (code: string, kind: ErrorKind = 'invalid', more: object = {}) =>
  new AppError(kind, 'UPSTREAM_REJECTED', { cause: new UpstreamAnswer('booking', 400, { code, ...more }) });

describe('a refusal of the operations API in words', () => {
  it('finds the codes', () => {
    expect(codes).toEqual(expect.arrayContaining(['INVALID_FIELD', 'RUN_IN_PROGRESS', 'LATER_STAY_SENT', 'SAY_WHICH']));
  });

  it.each([...new Set(codes)].sort())('%s is said without its code', (code) => {
    expect([code, wordsOf(code)]).toEqual([code, expect.stringMatching(/^(?:[A-Z]|nDelius)[a-z ]/)]);
    expect(refusalWords(refused(code))).not.toMatch(/[A-Z]_[A-Z]/);
  });

  it('names the field where it is one', () => {
    const params = { 'invalid-params': [{ propertyName: '$.reason', errorType: 'invalid' }] };
    expect(refusalWords(refused('INVALID_FIELD', 'invalid', params))).toBe(
      'The reason cannot be taken: it is too long, or has characters that nobody can type',
    );
  });

  it('shows no code that nobody foresaw', () => {
    expect(refusalWords(refused('NEVER_SEEN'))).not.toContain('NEVER_SEEN');
    expect(refusalWords(refused('RUN_IS_DONE', 'conflict'))).toBe('The run is done now');
  });
});
