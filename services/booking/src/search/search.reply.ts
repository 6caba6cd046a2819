import type {
  Cas3BedspaceSearchResultBedspaceSummary,
  Cas3BedspaceSearchResultPremisesSummary,
  Cas3v2BedspaceSearchResult,
  Cas3v2BedspaceSearchResultOverlap,
} from '@throughcare/api/cas3/bedspace';
import type { Day } from '@throughcare/base/calendar';
import type { Person } from '@throughcare/platform/people';
import type { Bedspace } from '../bedspace/bedspace.entity';
import type { Premises } from '../premises/premises.entity';
import {
  bedspaceCharacteristicOf,
  deliveryUnitOf,
  known,
  premisesCharacteristicOf,
} from '../reference-data/reference-data';
import { toCharacteristicPair } from '../reference-data/reference-data.reply';

const MASKED_NAMES = { RestrictedPerson: 'Limited Access Offender', UnknownPerson: 'Unknown' } as const;

export interface Neighbour {
  readonly bookingId: string;
  readonly premisesId: string;
  readonly bedspaceId: string;
  readonly crn: string;
  readonly assessmentId: string | null;
  readonly isSexualRisk: boolean;
  readonly days: number;
}

/** Who else will be staying in the property: `Cas3v2BedspaceSearchResultOverlap`, masked for the caller. */
export const toOverlap = (
  { premisesId: _, ...neighbour }: Neighbour,
  person: Person,
): Cas3v2BedspaceSearchResultOverlap => ({
  ...neighbour,
  // Clients require a boolean: no badge says nothing about somebody the caller may not see.
  isSexualRisk: neighbour.isSexualRisk && person.type !== 'RestrictedPerson',
  name: person.type === 'FullPerson' ? person.name : MASKED_NAMES[person.type],
  sex: person.type === 'FullPerson' ? person.sex : null,
  personType: person.type,
});

export const toPremisesSummary = (
  premises: Premises,
  counts: { bedspaceCount: number; bookedBedspaceCount: number },
): Cas3BedspaceSearchResultPremisesSummary => ({
  id: premises.id,
  name: premises.reference,
  addressLine1: premises.addressLine1,
  addressLine2: premises.addressLine2,
  town: premises.town,
  postcode: premises.postcode,
  probationDeliveryUnitName: known(deliveryUnitOf(premises.probationDeliveryUnitId)).name,
  notes: premises.notes,
  characteristics: premises.characteristicIds.map((id) => toCharacteristicPair(known(premisesCharacteristicOf(id)))),
  ...counts,
});

export const toBedspaceSummary = ({
  id,
  reference,
  characteristicIds,
}: Bedspace): Cas3BedspaceSearchResultBedspaceSummary => ({
  id,
  reference,
  characteristics: characteristicIds.map((each) => toCharacteristicPair(known(bedspaceCharacteristicOf(each)))),
});

/** `Cas3v2BedspaceSearchResult`, and the last day on which a stay from the day searched for can leave. */
export const toResult = (
  premises: Premises,
  { bedspace, lastDepartureDate }: { bedspace: Bedspace; lastDepartureDate: Day },
  counts: { bedspaceCount: number; bookedBedspaceCount: number },
  overlaps: Cas3v2BedspaceSearchResultOverlap[],
): Cas3v2BedspaceSearchResult => ({
  premises: toPremisesSummary(premises, counts),
  bedspace: toBedspaceSummary(bedspace),
  overlaps,
  lastDepartureDate,
});
