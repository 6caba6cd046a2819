import type {
  Cas3Premises,
  Cas3PremisesBedspaceTotals,
  Cas3PremisesSearchResult,
  Cas3PremisesSearchResults,
} from '@throughcare/api/cas3/premises';
import type { Day } from '@throughcare/base/calendar';
import type { Bedspace } from '../bedspace/bedspace.entity';
import { bedspaceStatus, countByStatus } from '../bedspace/bedspace.rules';
import { archiveHistory, type EarlierPeriod } from '../estate/availability.rules';
import {
  deliveryUnitOf,
  known,
  localAuthorityOf,
  premisesCharacteristicOf,
  regionOf,
} from '../reference-data/reference-data';
import {
  toCharacteristic,
  toDeliveryUnit,
  toLocalAuthorityArea,
  toRegion,
} from '../reference-data/reference-data.reply';
import type { Premises } from '../premises/premises.entity';
import { premisesStatus } from '../premises/premises.rules';
import { premisesWarnings } from './premises-warnings.rules';

/** What is shown of a property beside its own row. */
interface Beside {
  readonly today: Day;
  readonly stays: number;
  /** Other properties at the same address. */
  readonly alike: readonly string[];
  /** Its periods that are over. */
  readonly earlier: readonly EarlierPeriod[];
}

/** `Cas3Premises` of the public API. */
export const toPremises = (
  premises: Premises,
  bedspaces: readonly Bedspace[],
  { today, stays, alike, earlier }: Beside,
): Cas3Premises => {
  const authority = localAuthorityOf(premises.localAuthorityAreaId);
  return {
    id: premises.id,
    reference: premises.reference,
    addressLine1: premises.addressLine1,
    addressLine2: premises.addressLine2,
    postcode: premises.postcode,
    town: premises.town,
    localAuthorityArea: authority ? toLocalAuthorityArea(authority) : null,
    probationRegion: toRegion(known(regionOf(premises.probationRegionId))),
    probationDeliveryUnit: toDeliveryUnit(known(deliveryUnitOf(premises.probationDeliveryUnitId))),
    status: premisesStatus(premises, today),
    ...countByStatus(bedspaces, today),
    characteristics: null,
    premisesCharacteristics: premises.characteristicIds.map((id) =>
      toCharacteristic(known(premisesCharacteristicOf(id))),
    ),
    startDate: premises.startDate,
    endDate: premises.endDate,
    scheduleUnarchiveDate: premises.startDate > today ? premises.startDate : null,
    notes: premises.notes,
    turnaroundWorkingDays: premises.turnaroundWorkingDays,
    archiveHistory: archiveHistory({ ...premises, earlier }, today),
    currentStays: stays,
    warnings: premisesWarnings(premises, alike),
  };
};

/** `Cas3PremisesBedspaceTotals`. */
export const toBedspaceTotals = (
  premises: Premises,
  bedspaces: readonly Bedspace[],
  today: Day,
): Cas3PremisesBedspaceTotals => ({
  id: premises.id,
  status: premisesStatus(premises, today),
  premisesEndDate: premises.endDate,
  ...countByStatus(bedspaces, today),
});

const toSearchResult = (premises: Premises, bedspaces: readonly Bedspace[], today: Day): Cas3PremisesSearchResult => {
  const { id, reference, addressLine1, addressLine2, town, postcode } = premises;
  return {
    id,
    reference,
    addressLine1,
    addressLine2,
    town,
    postcode,
    pdu: known(deliveryUnitOf(premises.probationDeliveryUnitId)).name,
    localAuthorityAreaName: localAuthorityOf(premises.localAuthorityAreaId)?.name ?? null,
    bedspaces: bedspaces
      .map((bedspace) => ({
        id: bedspace.id,
        reference: bedspace.reference,
        status: bedspaceStatus(bedspace, today),
      }))
      .filter(({ status }) => status !== 'archived'),
    totalArchivedBedspaces: countByStatus(bedspaces, today).totalArchivedBedspaces,
  };
};

/** `Cas3PremisesSearchResults`; totals count the bedspaces of the properties found. */
export const toSearchResults = (
  found: readonly Premises[],
  bedspacesOf: (premisesId: string) => readonly Bedspace[],
  today: Day,
): Cas3PremisesSearchResults => {
  const totals = countByStatus(
    found.flatMap((premises) => bedspacesOf(premises.id)),
    today,
  );
  return {
    totalPremises: found.length,
    results: found.map((premises) => toSearchResult(premises, bedspacesOf(premises.id), today)),
    totalOnlineBedspaces: totals.totalOnlineBedspaces,
    totalUpcomingBedspaces: totals.totalUpcomingBedspaces,
  };
};
