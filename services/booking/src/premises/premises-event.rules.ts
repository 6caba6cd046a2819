import { londonDate } from '@throughcare/base/calendar';
import { PremisesUpdated } from '@throughcare/events/premises-updated.v1';
import type { StaffBlock } from '../staff-block';
import type { Premises } from './premises.entity';

/** What other services are sent of a property, as it is now. */
export const premisesUpdated = (premises: Omit<Premises, 'version'>, now: Date, changedBy?: StaffBlock) =>
  PremisesUpdated.of({
    premisesId: premises.id,
    reference: premises.reference,
    addressLine1: premises.addressLine1,
    addressLine2: premises.addressLine2 ?? undefined,
    town: premises.town ?? undefined,
    postcode: premises.postcode,
    probationRegionId: premises.probationRegionId,
    probationDeliveryUnitId: premises.probationDeliveryUnitId,
    localAuthorityAreaId: premises.localAuthorityAreaId ?? undefined,
    characteristicIds: premises.characteristicIds,
    turnaroundWorkingDays: premises.turnaroundWorkingDays,
    startDate: premises.startDate,
    endDate: premises.endDate ?? undefined,
    effectiveOn: londonDate(now),
    recordedAt: now.toISOString(),
    changedBy,
  });
