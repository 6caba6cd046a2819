import type { Day } from '@throughcare/base/calendar';
import { isObject } from '@throughcare/forms/answers.rules';
import type { Facts, Option } from '@throughcare/forms/form';
import { lists } from '@throughcare/reference/lists';
import { regionOf } from '@throughcare/reference/regions';
import { answersOf } from './referral-form';

const asOptions = (rows: readonly { readonly id: string; readonly name: string }[]): Option[] =>
  rows.map(({ id, name }) => ({ value: id, text: name }));

const unitsOf = (regionId: unknown): Option[] =>
  asOptions(
    lists
      .offered('probation-delivery-units')
      .filter((unit) => typeof regionId === 'string' && unit.probationRegionId === regionId.toLowerCase()),
  );

const chosenRegion = (data: unknown): unknown => {
  const page = answersOf(data, 'placement-location', 'different-region');
  return isObject(page) ? page.regionId : undefined;
};

/** Of the region that places nobody: the form does not ask its staff for a place in their own. */
export const isNational = (regionId: string): boolean => regionOf(regionId)?.hptEmail === null;

/** What the form knows besides its answers: the day, the author's region, and the lists to choose from. */
export const factsFor = (data: unknown, homeRegionId: string, today: Day): Facts => ({
  today,
  known: { isNational: isNational(homeRegionId) },
  options: (list) => {
    if (list === 'homeUnits') return unitsOf(homeRegionId);
    if (list === 'placementUnits') return unitsOf(chosenRegion(data));
    // A region without a homelessness prevention team places nobody.
    if (list === 'regions')
      return asOptions(lists.offered('probation-regions').filter(({ hptEmail }) => hptEmail !== null));
    // Kept by name, as existing clients do.
    if (list === 'localAuthorities')
      return lists.offered('local-authority-areas').map(({ name }) => ({ value: name, text: name }));
    return undefined;
  },
});
