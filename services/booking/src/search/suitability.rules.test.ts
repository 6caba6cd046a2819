import { lists } from '@throughcare/reference/lists';
import { signalsOf, type Needs } from './suitability.rules';

const needs = (over: Partial<Needs> = {}): Needs => ({
  sexualRisk: false,
  arsonRisk: false,
  isAbleToShare: null,
  needsAccessibleProperty: false,
  sex: 'Male',
  ...over,
});
const premises = (...names: string[]) =>
  lists
    .all('premises-characteristics')
    .filter(({ name }) => names.includes(name))
    .map(({ id }) => id);
const bedspace = (...names: string[]) =>
  lists
    .all('bedspace-characteristics')
    .filter(({ name }) => names.includes(name))
    .map(({ id }) => id);
const codes = (of: Needs, over: object = {}) =>
  signalsOf(of, { premisesCharacteristicIds: [], bedspaceCharacteristicIds: [], others: 0, ...over }).map(
    ({ code }) => code,
  );

describe('suitability', () => {
  it.each([
    ['nothing known', needs(), {}, []],
    [
      'arson where it is not suitable',
      needs({ arsonRisk: true }),
      { premisesCharacteristicIds: premises('notSuitableForArsonHistory') },
      ['ARSON'],
    ],
    ['arson elsewhere', needs({ arsonRisk: true }), {}, []],
    [
      'a sexual risk to children',
      needs({ sexualRisk: true }),
      { premisesCharacteristicIds: premises('notSuitableForSexualRiskToChildren') },
      ['SEXUAL_RISK'],
    ],
    [
      'no risk there',
      needs(),
      { premisesCharacteristicIds: premises('notSuitableForSexualRiskToAdults', 'notSuitableForArsonHistory') },
      [],
    ],
    ['not to share, with others', needs({ isAbleToShare: false }), { others: 1 }, ['SHARING']],
    [
      'not to share, in a shared house',
      needs({ isAbleToShare: false }),
      { premisesCharacteristicIds: premises('isSharedProperty') },
      ['SHARING'],
    ],
    ['able to share', needs({ isAbleToShare: true }), { others: 2 }, []],
    ['not asked about sharing', needs(), { others: 2 }, []],
    ['access that is not recorded', needs({ needsAccessibleProperty: true }), {}, ['ACCESS']],
    [
      'access by wheelchair',
      needs({ needsAccessibleProperty: true }),
      { bedspaceCharacteristicIds: bedspace('isWheelchairAccessible') },
      [],
    ],
    ['a man where women stay', needs(), { premisesCharacteristicIds: premises('isWomenOnly') }, ['SEX']],
    ['a man where men stay', needs(), { premisesCharacteristicIds: premises('isMenOnly') }, []],
    [
      'unknown sex where men stay',
      needs({ sex: null }),
      { premisesCharacteristicIds: premises('isMenOnly') },
      ['SEX_NOT_KNOWN'],
    ],
  ])('says nothing but what the referral and the property say: %s', (_, of, offered, expected) => {
    expect(codes(of, offered)).toEqual(expected);
  });
});
