import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../../..');

/**
 * Rules that may change something and tell nobody, each with its reason. A rule that is not here returns an event with every change:
 * whoever follows the events knows what is stored (F-022).
 */
const UNTOLD: Readonly<Record<string, string>> = {
  'services/assessment/src/assessment/assessment.rules.ts': 'already as asked: no change either',
  'services/assessment/src/assessment/booking-outcome.rules.ts': 'the assessment stands: no change either',
  'services/assessment/src/assessment/dates.rules.ts': 'the same dates again: no change either',
  'services/integration-gateway/src/ledger/findings.rules.ts': 'what an instrument saw; told only when it is a doubt',
  'services/integration-gateway/src/ledger/ledger.rules.ts':
    'claims, tries and message ids are ours alone; ends are told',
  'services/integration-gateway/src/ledger/seen.rules.ts': 'a second look at what was seen: no change either',
  'services/passport/src/pathway/pathway.rules.ts': 'another fact behind the same status, which is what was told',
  'services/referral/src/application/draft.rules.ts': 'the draft is deleted already: no change either',
};

it('F-022: a rule that returns changes and no events says why', () => {
  const silent = globSync('services/*/src/**/*.rules.ts', { cwd: ROOT })
    .filter((file) => /events: \[\]/.test(readFileSync(join(ROOT, file), 'utf8')))
    .toSorted();
  expect(silent).toEqual(Object.keys(UNTOLD).toSorted());
});
