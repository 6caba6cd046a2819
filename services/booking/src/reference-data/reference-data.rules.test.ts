import { lists } from '@throughcare/reference/lists';
import { regionOf } from './reference-data';
import { active, byName, offered, unknownCharacteristics } from './reference-data.rules';

describe('the reference data', () => {
  it('is complete', () => {
    expect(lists.all('probation-regions')).toHaveLength(13);
    expect(lists.all('probation-delivery-units')).toHaveLength(111);
    expect(lists.all('local-authority-areas')).toHaveLength(408);
    expect(offered(lists.all('departure-reasons'), false)).toHaveLength(10);
    expect(offered(lists.all('departure-reasons'), true)).toHaveLength(22);
    expect(offered(lists.all('move-on-categories'), false)).toHaveLength(20);
    expect(offered(lists.all('cancellation-reasons'), false)).toHaveLength(15);
    expect(active(lists.all('referral-rejection-reasons'))).toHaveLength(19);
    expect(active(lists.all('void-bedspace-reasons'))).toHaveLength(9);
    expect(active(lists.all('premises-characteristics'))).toHaveLength(17);
    expect(active(lists.all('bedspace-characteristics'))).toHaveLength(5);
  });

  it('has a region for every delivery unit', () => {
    const lost = lists.all('probation-delivery-units').filter((unit) => !regionOf(unit.probationRegionId));
    expect(lost).toEqual([]);
  });

  it('is found by id in any case', () => {
    const [region] = lists.all('probation-regions');
    expect(regionOf(region?.id.toUpperCase())).toBe(region);
    expect(regionOf(null)).toBeUndefined();
  });
});

it('sorts by name and leaves the list as it was', () => {
  const rows = [{ name: 'b' }, { name: 'A' }];
  expect(byName(rows)).toEqual([{ name: 'A' }, { name: 'b' }]);
  expect(rows[0]).toEqual({ name: 'b' });
});

it('knows which characteristics may be chosen', () => {
  const retired = lists.all('premises-characteristics').find((row) => !row.isActive)?.id ?? '';
  const usable = lists.all('premises-characteristics').find((row) => row.isActive)?.id ?? '';
  expect(unknownCharacteristics([usable, retired], lists.all('premises-characteristics'))).toEqual([retired]);
  expect(unknownCharacteristics([retired], lists.all('premises-characteristics'), [retired])).toEqual([]);
});
