import type { Day } from '@throughcare/platform/calendar';
import { invalid, type InvalidParam } from '@throughcare/platform/errors';
import { deliveryUnitOf, localAuthorityOf, premisesCharacteristics, regionOf } from '../reference-data/reference-data';
import { distinctIds, unknownCharacteristics } from '../reference-data/reference-data.rules';

export const DEFAULT_TURNAROUND_WORKING_DAYS = 2;
/** A year: no cleaning takes longer, and each day costs a step of the calendar. */
export const MAX_TURNAROUND_WORKING_DAYS = 365;
/** nDelius refuses a longer postcode. */
const MAX_POSTCODE = 8;

export interface PremisesRequest {
  readonly reference: string;
  readonly addressLine1: string;
  readonly addressLine2?: string | null;
  readonly town?: string | null;
  readonly postcode: string;
  readonly probationRegionId: string;
  readonly probationDeliveryUnitId: string;
  readonly localAuthorityAreaId?: string | null;
  readonly characteristicIds?: readonly string[] | null;
  readonly notes?: string | null;
  readonly turnaroundWorkingDays?: number | null;
}

export type PremisesStatus = 'online' | 'archived';

/** A property whose start is still ahead is listed with the archived ones. */
export const premisesStatus = (premises: { startDate: Day; endDate: Day | null }, today: Day): PremisesStatus =>
  premises.startDate <= today && (premises.endDate === null || premises.endDate > today) ? 'online' : 'archived';

export const isTurnaround = (days: number): boolean =>
  Number.isInteger(days) && days >= 0 && days <= MAX_TURNAROUND_WORKING_DAYS;

const orNull = (text: string | null | undefined): string | null => text?.trim() || null;

const problemsOf = (request: PremisesRequest, kept: readonly string[]): InvalidParam[] => {
  const problems: InvalidParam[] = [];
  const refuse = (propertyName: string, errorType: string) => problems.push({ propertyName, errorType });
  const postcode = request.postcode.trim();
  const unit = deliveryUnitOf(request.probationDeliveryUnitId);
  if (request.localAuthorityAreaId && !localAuthorityOf(request.localAuthorityAreaId))
    refuse('$.localAuthorityAreaId', 'doesNotExist');
  const region = regionOf(request.probationRegionId);
  if (!region) refuse('$.probationRegionId', 'doesNotExist');
  if (!unit || unit.probationRegionId !== region?.id) refuse('$.probationDeliveryUnitId', 'doesNotExist');
  if (!request.reference.trim()) refuse('$.reference', 'empty');
  // existing clients look the missing first line up under this name
  if (!request.addressLine1.trim()) refuse('$.address', 'empty');
  if (!postcode) refuse('$.postcode', 'empty');
  else if (postcode.length > MAX_POSTCODE) refuse('$.postcode', 'isNot8OrLessCharacters');
  if (!isTurnaround(request.turnaroundWorkingDays ?? DEFAULT_TURNAROUND_WORKING_DAYS))
    refuse('$.turnaroundWorkingDays', 'isNotAPositiveInteger');
  for (const id of unknownCharacteristics(request.characteristicIds ?? [], premisesCharacteristics, kept))
    refuse(`$.premisesCharacteristics[${id}]`, 'doesNotExist');
  return problems;
};

/** The columns that staff may write, cleaned; refuses everything that is wrong at once. `kept`: characteristics it has now. */
export const describePremises = (request: PremisesRequest, kept: readonly string[] = []) => {
  const invalidParams = problemsOf(request, kept);
  if (invalidParams.length > 0) throw invalid('INVALID_PREMISES', { invalidParams });
  return {
    reference: request.reference.trim(),
    addressLine1: request.addressLine1.trim(),
    addressLine2: orNull(request.addressLine2),
    town: orNull(request.town),
    postcode: request.postcode.trim().toUpperCase(),
    probationRegionId: request.probationRegionId.toLowerCase(),
    probationDeliveryUnitId: request.probationDeliveryUnitId.toLowerCase(),
    localAuthorityAreaId: request.localAuthorityAreaId?.toLowerCase() ?? null,
    characteristicIds: distinctIds(request.characteristicIds ?? []),
    notes: request.notes?.trim() ?? '',
    turnaroundWorkingDays: request.turnaroundWorkingDays ?? DEFAULT_TURNAROUND_WORKING_DAYS,
  };
};
