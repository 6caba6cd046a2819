import type { ListName } from '@throughcare/reference/items';
import { lists } from '@throughcare/reference/lists';
import { LIST_NAMES, SHIPPED } from '@throughcare/reference/shipped';
import { CROYDON, LONDON, refusal } from '../testing/builders';
import { newItem, type NewItem } from './new-item.rules';

const ID = '0b1a5c80-58a7-4ce2-9f55-3b8f4a6d2c11';
const regionIds = lists.all('probation-regions').map(({ id }) => id);
const added = (list: ListName, given: NewItem) => newItem({ list, items: lists.all(list), regionIds }, ID, given);
const unit = { name: 'New unit', deliusCodes: ['N07NEWU'], probationRegionId: LONDON };

/** The least that a new item of each list has. */
const LEAST: Readonly<Partial<Record<ListName, Partial<NewItem>>>> = {
  'probation-regions': { deliusCodes: ['N97'] },
  'probation-delivery-units': { deliusCodes: ['N07NEWU'], probationRegionId: LONDON },
  'local-authority-areas': { identifier: 'E99' },
  'premises-characteristics': { description: 'Has a lift' },
  'bedspace-characteristics': { description: 'Has a desk' },
};

/** Members that only items that ship have. */
const OF_OLD = ['sortOrder', 'legacyDeliusReasonCode', 'legacyDeliusCategoryCode'];

describe('a new item', () => {
  it.each(LIST_NAMES)('of %s has every member that items of the list have', (list) => {
    const item = added(list, { name: 'New', ...LEAST[list] });
    expect(item).toMatchObject({ id: ID, name: 'New', isActive: true });
    const members = Object.keys(SHIPPED[list][0] ?? {}).filter((name) => !OF_OLD.includes(name));
    expect(Object.keys(item).toSorted()).toEqual(members.toSorted());
  });

  it.each([
    ['no code', { ...unit, deliusCodes: [] }, ['$.deliusCodes empty']],
    ['a code that is none', { ...unit, deliusCodes: ['n07 x'] }, ['$.deliusCodes[0] invalid']],
    ['no region', { name: 'x', deliusCodes: ['N07NEWU'] }, ['$.probationRegionId empty']],
    ['a region that there is not', { ...unit, probationRegionId: CROYDON }, ['$.probationRegionId doesNotExist']],
    [
      'members of another list',
      { ...unit, identifier: 'E1', hptEmail: 'x' },
      ['$.identifier unknown', '$.hptEmail unknown'],
    ],
  ])('is refused with %s', (_what, given, fields) => {
    expect(refusal(() => added('probation-delivery-units', given)).fields).toEqual(fields);
  });

  it.each([
    ['a name in use', 'probation-delivery-units', { ...unit, name: 'croydon ' }, 'REFERENCE_NAME_TAKEN'],
    ['a code in use', 'probation-delivery-units', { ...unit, deliusCodes: ['N07CROY'] }, 'DELIUS_CODE_TAKEN'],
    [
      'an identifier in use',
      'local-authority-areas',
      { name: 'x', identifier: 'E09000008' },
      'REFERENCE_IDENTIFIER_TAKEN',
    ],
  ] as const)('is refused with %s', (_what, list, given, code) => {
    expect(refusal(() => added(list, given)).code).toBe(code);
  });

  it('may have the name of an item that is no longer in use, or of one of another region', () => {
    const [retired] = lists.all('referral-rejection-reasons').filter(({ isActive }) => !isActive);
    expect(added('referral-rejection-reasons', { name: retired?.name ?? '' }).isActive).toBe(true);
    const wales = lists.regionOfCode('N03')?.id ?? '';
    expect(
      added('probation-delivery-units', { ...unit, name: 'Croydon', probationRegionId: wales.toUpperCase() }),
    ).toMatchObject({ probationRegionId: wales });
  });

  it('of departure reasons belongs to a reason that there is', () => {
    const parent = lists.all('departure-reasons')[0]?.id ?? '';
    expect(added('departure-reasons', { name: 'New', parentReasonId: parent })).toMatchObject({
      parentReasonId: parent,
    });
    expect(refusal(() => added('departure-reasons', { name: 'New', parentReasonId: LONDON })).fields).toEqual([
      '$.parentReasonId doesNotExist',
    ]);
  });
});
