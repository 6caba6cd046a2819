import { lists } from '@throughcare/reference/lists';
import type { Person } from '@throughcare/platform/people';
import { CROYDON, LAMBETH, LONDON, refusal } from '../testing/builders';
import { fits, mixes, onlyFor, requireValidSearch, stayOf } from './search.rules';

const named = (name: string) => lists.all('premises-characteristics').find((row) => row.name === name)?.id ?? '';
const MEN = named('isMenOnly');
const WOMEN = named('isWomenOnly');
const SHARED = named('isSharedProperty');
const NOT_FOR_RISK = named('notSuitableForSexualRiskToAdults');
const include = (...ids: string[]) => ({ includedCharacteristicIds: ids });
const search = (over = {}) => ({
  startDate: '2026-03-02',
  durationDays: 84,
  probationDeliveryUnits: [CROYDON],
  ...over,
});

describe('a search', () => {
  it.each([
    ['no days', { durationDays: 0 }, ['$.durationDays mustBeAtLeast1']],
    ['no delivery unit', { probationDeliveryUnits: [] }, ['$.probationDeliveryUnits empty']],
    [
      'six delivery units',
      { probationDeliveryUnits: Array.from({ length: 6 }, () => CROYDON) },
      ['$.probationDeliveryUnits maxNumberProbationDeliveryUnits'],
    ],
    [
      'an unknown delivery unit',
      { probationDeliveryUnits: [LAMBETH, LONDON] },
      ['$.probationDeliveryUnits[1] doesNotExist'],
    ],
  ])('refuses %s', (_, change, fields) => {
    expect(refusal(() => requireValidSearch(search(change))).fields).toEqual(fields);
  });

  it.each([
    [1, '2026-03-02'],
    [84, '2026-05-24'],
    [2_147_483_647, '2026-05-26'],
  ])('for %d days counts the first day', (durationDays, departureDate) => {
    expect(stayOf({ startDate: '2026-03-02', durationDays })).toEqual({ arrivalDate: '2026-03-02', departureDate });
  });
});

describe('characteristics', () => {
  it.each([
    ['every chosen one must be there', [SHARED], include(SHARED), true],
    ['a missing one excludes', [SHARED], include(SHARED, NOT_FOR_RISK), false],
    ['an excluded one must be absent', [NOT_FOR_RISK], { excludedCharacteristicIds: [NOT_FOR_RISK] }, false],
    ['no filter takes all', [NOT_FOR_RISK], null, true],
    ['men only does not demand the flag', [], include(MEN), true],
    ['men only drops women only', [WOMEN], include(MEN), false],
    ['women only drops men only', [MEN], include(WOMEN), false],
    ['women only takes women only', [WOMEN], include(WOMEN), true],
    ['ids in capitals are the same ids', [SHARED], include(SHARED.toUpperCase()), true],
  ])('%s', (_, characteristics, filter, expected) => {
    expect(fits(characteristics, filter)).toBe(expected);
  });
});

describe('people already there', () => {
  const full = (sex: string): Person => ({
    ...({ type: 'FullPerson', crn: 'X900001', name: 'Ada Byron', dateOfBirth: '1990-01-01' } as const),
    status: 'Unknown',
    sex,
  });
  it.each([
    ['of the other sex drop a property', full('Female'), include(MEN), true],
    ['of the same sex do not', full('Male'), include(MEN), false],
    ['count as neither when hidden', { type: 'RestrictedPerson', crn: 'X900002' } as const, include(MEN), false],
    ['do not matter when nobody asks', full('Female'), include(SHARED), false],
    ['are compared the other way round for women', full('Male'), include(WOMEN), true],
  ])('%s', (_, person, filter, expected) => {
    expect(mixes([person], onlyFor(filter))).toBe(expected);
  });
});
