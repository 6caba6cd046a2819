import { lists } from '@throughcare/reference/lists';
import { addDays, addWorkingDays, type Day } from '@throughcare/base/calendar';
import { invalid, type InvalidParam } from '@throughcare/base/errors';
import type { Person } from '@throughcare/platform/people';
import { MAX_NIGHTS, type Stay } from '../occupancy/occupancy.rules';
import { deliveryUnitOf } from '../reference-data/reference-data';
import { distinctIds } from '../reference-data/reference-data.rules';

const MAX_DELIVERY_UNITS = 5;

export interface Filter {
  readonly includedCharacteristicIds?: readonly string[] | null;
  readonly excludedCharacteristicIds?: readonly string[] | null;
}

export interface SearchRequest {
  readonly startDate: Day;
  readonly durationDays: number;
  readonly probationDeliveryUnits: readonly string[];
  readonly premisesFilters?: Filter | null;
  readonly bedspaceFilters?: Filter | null;
}

const unitProblems = (units: readonly string[]): InvalidParam[] => {
  const property = '$.probationDeliveryUnits';
  return [
    ...(units.length === 0 ? [{ propertyName: property, errorType: 'empty' }] : []),
    ...(units.length > MAX_DELIVERY_UNITS
      ? [{ propertyName: property, errorType: 'maxNumberProbationDeliveryUnits' }]
      : []),
    ...units.flatMap((id, at) =>
      deliveryUnitOf(id) ? [] : [{ propertyName: `${property}[${at}]`, errorType: 'doesNotExist' }],
    ),
  ];
};

const problemsOf = ({ durationDays, probationDeliveryUnits }: SearchRequest): InvalidParam[] => [
  ...(durationDays < 1 ? [{ propertyName: '$.durationDays', errorType: 'mustBeAtLeast1' }] : []),
  ...unitProblems(probationDeliveryUnits),
];

/** Nights are counted as a booking counts them: a stay of seven nights leaves on the eighth day. */
export const requireValidPlacement = (nights: number, units: readonly string[]): void => {
  const tooFew = nights < 1 ? [{ propertyName: '$.nights', errorType: 'mustBeAtLeast1' }] : [];
  const tooMany =
    nights > MAX_NIGHTS
      ? [{ propertyName: '$.nights', errorType: 'exceedsMaximumNights', value: String(MAX_NIGHTS) }]
      : [];
  const invalidParams = [...tooFew, ...tooMany, ...unitProblems(units)];
  if (invalidParams.length > 0) throw invalid('INVALID_SEARCH', { invalidParams });
};

export const requireValidSearch = (request: SearchRequest): void => {
  const invalidParams = problemsOf(request);
  if (invalidParams.length > 0) throw invalid('INVALID_SEARCH', { invalidParams });
};

/** The stay searched for. The start date counts: one day means that day only. Too long a stay stays too long, whatever the number. */
export const stayOf = ({ startDate, durationDays }: Pick<SearchRequest, 'startDate' | 'durationDays'>): Stay => ({
  arrivalDate: startDate,
  departureDate: addDays(startDate, Math.min(durationDays, MAX_NIGHTS + 2) - 1),
});

/**
 * The last day on which a stay that begins then may leave this bedspace: 84 nights, unless the bedspace closes or the next person's
 * booking begins before, with the cleaning between. A booking departs on this day at the latest, whatever the search counted.
 */
export const lastDepartureDate = (
  startDate: Day,
  {
    closes,
    nextArrival,
    turnaroundWorkingDays,
  }: { closes: Day | null; nextArrival: Day | null; turnaroundWorkingDays: number },
  holidays: ReadonlySet<Day>,
): Day => {
  const longest = addDays(startDate, MAX_NIGHTS);
  let last = closes !== null && closes < longest ? closes : longest;
  if (nextArrival === null) return last;
  if (nextArrival <= last) last = addDays(nextArrival, -1);
  while (last > startDate && addWorkingDays(last, turnaroundWorkingDays, holidays) >= nextArrival)
    last = addDays(last, -1);
  return last;
};

const idOf = (name: string): string | undefined =>
  lists.all('premises-characteristics').find((row) => row.name === name)?.id;
const MEN_ONLY = idOf('isMenOnly');
const WOMEN_ONLY = idOf('isWomenOnly');

export type OnlyFor = 'Male' | 'Female' | undefined;

/** Asking for men or women only does not demand the flag: it drops properties of the other kind. */
export const onlyFor = (filter: Filter | null | undefined): OnlyFor => {
  const included = distinctIds(filter?.includedCharacteristicIds ?? []);
  if (MEN_ONLY && included.includes(MEN_ONLY)) return 'Male';
  return WOMEN_ONLY && included.includes(WOMEN_ONLY) ? 'Female' : undefined;
};

const hasOtherKind = (characteristicIds: readonly string[], only: OnlyFor): boolean => {
  const other = only === 'Male' ? WOMEN_ONLY : MEN_ONLY;
  return only !== undefined && other !== undefined && characteristicIds.includes(other);
};

/** All chosen characteristics are there and all excluded ones are not. */
export const fits = (characteristicIds: readonly string[], filter: Filter | null | undefined): boolean => {
  const demanded = distinctIds(filter?.includedCharacteristicIds ?? []).filter(
    (id) => id !== MEN_ONLY && id !== WOMEN_ONLY,
  );
  return (
    demanded.every((id) => characteristicIds.includes(id)) &&
    !distinctIds(filter?.excludedCharacteristicIds ?? []).some((id) => characteristicIds.includes(id)) &&
    !hasOtherKind(characteristicIds, onlyFor(filter))
  );
};

/** Whose sex nobody can tell: not recorded, or hidden from the caller. */
export const isOfUnknownSex = (person: Person): boolean =>
  person.type !== 'FullPerson' || !['male', 'female'].includes(person.sex.toLowerCase());

/** Someone of the other sex stays there. Where the sex is unknown or hidden nobody can tell, so it counts as neither. */
export const mixes = (people: readonly Person[], only: OnlyFor): boolean => {
  const other = only === 'Male' ? 'female' : 'male';
  return (
    only !== undefined && people.some((person) => person.type === 'FullPerson' && person.sex.toLowerCase() === other)
  );
};
