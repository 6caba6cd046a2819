import { lists } from '@throughcare/reference/lists';
import { CROYDON, LAMBETH, LONDON, refusal } from '../testing/builders';
import { changedItem } from './reference-change.rules';
import type { Known } from './reference-item.rules';

const known: Known = {
  list: 'probation-delivery-units',
  items: lists.all('probation-delivery-units'),
  regionIds: lists.all('probation-regions').map(({ id }) => id),
};

describe('a change of an item', () => {
  it('gives the item as it will be, or nothing when it is so already', () => {
    expect(changedItem(known, CROYDON, { isActive: false })).toMatchObject({ name: 'Croydon', isActive: false });
    expect(changedItem(known, CROYDON, { name: 'Croydon' })).toBeUndefined();
    expect(changedItem(known, CROYDON, {})).toBeUndefined();
  });

  it.each([
    ['no code', []],
    ['other codes', ['N98']],
    ['another code first', ['N98', 'N07']],
  ])('refuses a region %s: its own code stays first', (_what, deliusCodes) => {
    const regions: Known = { ...known, list: 'probation-regions', items: lists.all('probation-regions') };
    const refused = refusal(() => changedItem(regions, LONDON, { deliusCodes }));
    expect(refused).toMatchObject({ kind: 'invalid', fields: [expect.stringMatching(/^\$\.deliusCodes /)] });
    expect(refused.detail).toMatch(
      /^(Without a code nobody is led here|N07 is the region's own code: it stays, and stays first)$/,
    );
    expect(changedItem(regions, LONDON, { deliusCodes: ['N07', 'N98'] })).toMatchObject({ name: 'London' });
  });

  it('lets a unit have other codes', () => {
    expect(changedItem(known, CROYDON, { deliusCodes: ['N07CRYD'] })).toMatchObject({ deliusCodes: ['N07CRYD'] });
    expect(refusal(() => changedItem(known, CROYDON, { deliusCodes: [] })).fields).toEqual(['$.deliusCodes empty']);
  });

  it('names every member that its list does not have', () => {
    const strange = { description: 'x', hptEmail: null, probationRegionId: CROYDON };
    expect(refusal(() => changedItem(known, CROYDON, strange)).fields).toEqual([
      '$.description unknown',
      '$.hptEmail unknown',
      '$.probationRegionId doesNotExist',
    ]);
  });

  it('refuses a name that another item in use has, and codes that are none', () => {
    const lambeth = lists.find('probation-delivery-units', LAMBETH)?.name ?? '';
    expect(refusal(() => changedItem(known, CROYDON, { name: ` ${lambeth.toUpperCase()}` })).code).toBe(
      'REFERENCE_NAME_TAKEN',
    );
    expect(changedItem(known, CROYDON, { name: lambeth, isActive: false })).toMatchObject({ isActive: false });
    const codes = ['N07CROY', 'n07', 'N07CROY'];
    expect(refusal(() => changedItem(known, CROYDON, { deliusCodes: codes })).fields).toEqual([
      '$.deliusCodes[1] invalid',
      '$.deliusCodes[2] notUnique',
    ]);
  });

  it('does not bring back by itself what others took the place of', () => {
    const items = known.items.map((unit) =>
      unit.id === CROYDON ? { ...unit, isActive: false, deliusCodes: [], successorIds: [LAMBETH] } : unit,
    );
    for (const update of [{ isActive: true }, { deliusCodes: ['N07CROY'] }])
      expect(refusal(() => changedItem({ ...known, items }, CROYDON, update)).code).toBe('REFERENCE_ITEM_REPLACED');
    expect(changedItem({ ...known, items }, CROYDON, { name: 'Old Croydon' })).toMatchObject({ name: 'Old Croydon' });
  });
});
