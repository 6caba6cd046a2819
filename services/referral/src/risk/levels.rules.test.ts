import type { PersonRisks } from '@throughcare/api/cas3/risks';
import { levelsOf } from './levels.rules';
import { noneRetrieved } from './risk.rules';

const none = noneRetrieved('X900001', new Date('2026-03-02T12:00:00Z'));
const not = { hasHistoryOfArson: false, isConcerningArsonBehaviour: false };
const withRosh = (overallRisk: string): PersonRisks => ({
  ...none,
  roshRisks: {
    status: 'retrieved',
    value: { overallRisk, riskToChildren: '', riskToPublic: '', riskToKnownAdult: '', riskToStaff: '' },
  },
});
const withMappa = (level: string): PersonRisks => ({
  ...none,
  mappa: { status: 'retrieved', value: { level, lastUpdated: '2026-01-02' } },
});

describe('the risk levels of a referral', () => {
  it.each([
    ['Low', 'low'],
    ['Medium', 'medium'],
    ['High', 'high'],
    ['Very High', 'very-high'],
    ['', 'unknown'],
  ])('RoSH "%s" is %s', (overall, rosh) => {
    expect(levelsOf({ risks: withRosh(overall), ...not }).rosh).toBe(rosh);
  });

  it.each([
    ['CAT M2/LEVEL M1', '1'],
    ['CAT 3/LEVEL 3', '3'],
    ['CAT 3', 'unknown'],
  ])('MAPPA "%s" is level %s', (level, mappa) => {
    expect(levelsOf({ risks: withMappa(level), ...not }).mappa).toBe(mappa);
  });

  it('what could not be had is unknown, and only a register that has nobody says none', () => {
    const unknown = { rosh: 'unknown', mappa: 'unknown', arson: 'no' };
    expect(levelsOf({ risks: null, ...not })).toEqual(unknown);
    expect(levelsOf({ risks: none, ...not })).toEqual(unknown);
    const nobody: PersonRisks = { ...none, roshRisks: { status: 'not_found' }, mappa: { status: 'not_found' } };
    expect(levelsOf({ risks: nobody, ...not })).toEqual({ ...unknown, mappa: 'none' });
  });

  it.each([
    [true, null, 'yes'],
    [false, true, 'yes'],
    [false, false, 'no'],
    [false, null, 'unknown'],
    [null, null, 'unknown'],
  ])('arson: history %s and concern %s are %s', (hasHistoryOfArson, isConcerningArsonBehaviour, arson) => {
    expect(levelsOf({ risks: null, hasHistoryOfArson, isConcerningArsonBehaviour }).arson).toBe(arson);
  });
});
