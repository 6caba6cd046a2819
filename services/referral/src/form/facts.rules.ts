import type { Day } from '@throughcare/base/calendar';
import { isObject } from '@throughcare/forms/answers.rules';
import type { Facts } from '@throughcare/forms/form';
import { localAuthorityChoices, regionChoices, unitChoices } from '@throughcare/reference/choices';
import { regionOf } from '@throughcare/reference/regions';
import { answersOf } from './referral-form';

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
    if (list === 'homeUnits') return unitChoices(homeRegionId);
    if (list === 'placementUnits') return unitChoices(chosenRegion(data));
    if (list === 'regions') return regionChoices();
    if (list === 'localAuthorities') return localAuthorityChoices();
    return undefined;
  },
});
