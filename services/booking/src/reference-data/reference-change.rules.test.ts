import { lists } from '@throughcare/reference/lists';
import { CROYDON, refusal } from '../testing/builders';
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

  it('names every member that its list does not have', () => {
    const strange = { description: 'x', hptEmail: null, probationRegionId: CROYDON };
    expect(refusal(() => changedItem(known, CROYDON, strange)).fields).toEqual([
      '$.description unknown',
      '$.hptEmail unknown',
      '$.probationRegionId doesNotExist',
    ]);
  });
});
