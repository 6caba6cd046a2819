import { lists } from '@throughcare/reference/lists';
import { CROYDON, LONDON, refusal } from '../testing/builders';
import { changedItem, type Known } from './reference-change.rules';

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
});
