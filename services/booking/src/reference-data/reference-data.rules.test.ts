import * as lists from './reference-data';
import { active, byName, offered, unknownCharacteristics } from './reference-data.rules';

const { departureReasons, moveOnCategories, cancellationReasons, premisesCharacteristics } = lists;

describe('the reference data', () => {
  it('is complete', () => {
    expect(lists.probationRegions).toHaveLength(13);
    expect(lists.probationDeliveryUnits).toHaveLength(111);
    expect(lists.localAuthorityAreas).toHaveLength(408);
    expect(offered(departureReasons, false)).toHaveLength(10);
    expect(offered(departureReasons, true)).toHaveLength(22);
    expect(offered(moveOnCategories, false)).toHaveLength(20);
    expect(offered(cancellationReasons, false)).toHaveLength(15);
    expect(active(lists.referralRejectionReasons)).toHaveLength(19);
    expect(active(lists.voidBedspaceReasons)).toHaveLength(9);
    expect(active(premisesCharacteristics)).toHaveLength(17);
    expect(active(lists.bedspaceCharacteristics)).toHaveLength(5);
  });

  it('has a region for every delivery unit', () => {
    const lost = lists.probationDeliveryUnits.filter((unit) => !lists.regionOf(unit.probationRegionId));
    expect(lost).toEqual([]);
  });

  it('is found by id in any case', () => {
    const [region] = lists.probationRegions;
    expect(lists.regionOf(region?.id.toUpperCase())).toBe(region);
    expect(lists.regionOf(null)).toBeUndefined();
  });
});

it('sorts by name and leaves the list as it was', () => {
  const rows = [{ name: 'b' }, { name: 'A' }];
  expect(byName(rows)).toEqual([{ name: 'A' }, { name: 'b' }]);
  expect(rows[0]).toEqual({ name: 'b' });
});

it('knows which characteristics may be chosen', () => {
  const retired = premisesCharacteristics.find((row) => !row.isActive)?.id ?? '';
  const usable = premisesCharacteristics.find((row) => row.isActive)?.id ?? '';
  expect(unknownCharacteristics([usable, retired], premisesCharacteristics)).toEqual([retired]);
  expect(unknownCharacteristics([retired], premisesCharacteristics, [retired])).toEqual([]);
});
