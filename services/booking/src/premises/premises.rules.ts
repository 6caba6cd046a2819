import { lists } from '@throughcare/reference/lists';
import { isBlank } from '@throughcare/base/blank';
import { addDays, type Day } from '@throughcare/base/calendar';
import { invalid, type InvalidParam } from '@throughcare/base/errors';
import { deliveryUnitOf, localAuthorityOf, regionOf } from '../reference-data/reference-data';
import { readPostcode } from './postcode.rules';
import { distinctIds, unknownCharacteristics } from '../reference-data/reference-data.rules';

export const DEFAULT_TURNAROUND_WORKING_DAYS = 2;
/** A year: no cleaning takes longer, and each day costs a step of the calendar. */
export const MAX_TURNAROUND_WORKING_DAYS = 365;

export interface PremisesRequest {
  readonly reference: string;
  readonly addressLine1?: string | null;
  readonly addressLine2?: string | null;
  readonly town?: string | null;
  readonly postcode: string;
  readonly probationRegionId: string;
  readonly probationDeliveryUnitId: string;
  readonly localAuthorityAreaId?: string | null;
  readonly characteristicIds?: readonly string[] | null;
  readonly notes?: string | null;
  readonly turnaroundWorkingDays?: number | null;
  /** First day of the property; a new one begins today unless said otherwise. */
  readonly startDate?: Day | null;
}

/** A property is entered or put right at most this many days late or early, like a bedspace. */
const START_WINDOW_DAYS = 7;

/** What a property is now, and what its first day may not pass. Absent: a new one. */
export interface KnownPremises {
  readonly probationDeliveryUnitId: string;
  readonly characteristicIds: readonly string[];
  readonly localAuthorityAreaId: string | null;
  readonly addressLine2: string | null;
  readonly town: string | null;
  readonly postcode: string;
  readonly notes: string;
  readonly turnaroundWorkingDays: number;
  readonly startDate: Day;
  /** When its first bedspace opened. */
  readonly firstBedspaceDate: Day | null;
}

export type PremisesStatus = 'online' | 'archived';

/** A property whose start is still ahead is listed with the archived ones. */
export const premisesStatus = (premises: { startDate: Day; endDate: Day | null }, today: Day): PremisesStatus =>
  premises.startDate <= today && (premises.endDate === null || premises.endDate > today) ? 'online' : 'archived';

export const isTurnaround = (days: number): boolean =>
  Number.isInteger(days) && days >= 0 && days <= MAX_TURNAROUND_WORKING_DAYS;

const orNull = (text: string | null | undefined): string | null => text?.trim() || null;

const startProblem = (startDate: Day, known: KnownPremises | undefined, today: Day): string | undefined => {
  if (startDate === known?.startDate) return undefined;
  if (startDate < addDays(today, -START_WINDOW_DAYS)) return 'invalidStartDateInThePast';
  if (startDate > addDays(today, START_WINDOW_DAYS)) return 'invalidStartDateInTheFuture';
  return known?.firstBedspaceDate && known.firstBedspaceDate < startDate ? 'afterFirstBedspaceStartDate' : undefined;
};

const problemsOf = (request: PremisesRequest, known: KnownPremises | undefined, today: Day): InvalidParam[] => {
  const problems: InvalidParam[] = [];
  const refuse = (propertyName: string, errorType: string, extra: { value?: string } = {}) =>
    problems.push({ propertyName, errorType, ...extra });
  const postcode = readPostcode(request.postcode);
  const unit = deliveryUnitOf(request.probationDeliveryUnitId);
  const area = localAuthorityOf(request.localAuthorityAreaId);
  if (request.localAuthorityAreaId && !(area && (area.isActive || area.id === known?.localAuthorityAreaId)))
    refuse('$.localAuthorityAreaId', 'doesNotExist');
  const region = regionOf(request.probationRegionId);
  if (!region) refuse('$.probationRegionId', 'doesNotExist');
  const isStillIn = unit !== undefined && unit.id === known?.probationDeliveryUnitId;
  const isOffered = isStillIn || (unit?.isActive === true && region?.isActive === true);
  if (!isOffered || unit?.probationRegionId !== region?.id) refuse('$.probationDeliveryUnitId', 'doesNotExist');
  if (!request.reference.trim()) refuse('$.reference', 'empty');
  // existing clients look the missing first line up under this name
  if (isBlank(request.addressLine1 ?? '')) refuse('$.address', 'empty');
  if ('problem' in postcode && request.postcode.trim() !== known?.postcode)
    refuse('$.postcode', postcode.problem, postcode.meant === undefined ? {} : { value: postcode.meant });
  const start = request.startDate ? startProblem(request.startDate, known, today) : undefined;
  if (start) refuse('$.startDate', start);
  if (!isTurnaround(request.turnaroundWorkingDays ?? DEFAULT_TURNAROUND_WORKING_DAYS))
    refuse('$.turnaroundWorkingDays', 'isNotAPositiveInteger');
  for (const id of unknownCharacteristics(
    request.characteristicIds ?? [],
    lists.all('premises-characteristics'),
    known?.characteristicIds ?? [],
  ))
    refuse(`$.premisesCharacteristics[${id}]`, 'doesNotExist');
  return problems;
};

/**
 * What is not sent stays as it is; null, and whatever a new property is not given, is the default. Not so for what staff may empty:
 * existing clients leave an empty field out.
 */
const given = <T>(sent: T | null | undefined, now: T | undefined, otherwise: T): T =>
  sent === undefined && now !== undefined ? now : (sent ?? otherwise);

/** The columns that staff may write, cleaned; refuses everything that is wrong at once. */
export const describePremises = (request: PremisesRequest, today: Day, known?: KnownPremises) => {
  const invalidParams = problemsOf(request, known, today);
  if (invalidParams.length > 0) throw invalid('INVALID_PREMISES', { invalidParams });
  const postcode = readPostcode(request.postcode);
  return {
    reference: request.reference.trim(),
    addressLine1: request.addressLine1?.trim() ?? '',
    addressLine2: orNull(request.addressLine2 ?? null),
    town: orNull(request.town ?? null),
    postcode: 'postcode' in postcode ? postcode.postcode : request.postcode.trim(),
    probationRegionId: request.probationRegionId.toLowerCase(),
    probationDeliveryUnitId: request.probationDeliveryUnitId.toLowerCase(),
    localAuthorityAreaId: request.localAuthorityAreaId?.toLowerCase() ?? null,
    characteristicIds: distinctIds(given(request.characteristicIds, known?.characteristicIds, [])),
    notes: request.notes?.trim() ?? '',
    turnaroundWorkingDays: given(
      request.turnaroundWorkingDays,
      known?.turnaroundWorkingDays,
      DEFAULT_TURNAROUND_WORKING_DAYS,
    ),
    startDate: given(request.startDate, known?.startDate, today),
  };
};
