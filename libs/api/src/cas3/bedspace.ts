import { z } from 'zod';
import { Count, Crn, Day, Text, Uuid } from '../fields';
import { Cas3BedspaceCharacteristic, Cas3CharacteristicPair, Characteristic } from './reference-data';

const reference = z.string().meta({ examples: ['Room 1'] });

export const Cas3BedspaceStatus = z.enum(['online', 'archived', 'upcoming']).meta({ id: 'Cas3BedspaceStatus' });

export const Cas3BedspaceSummary = z
  .object({ id: Uuid, reference, endDate: Day.nullable() })
  .meta({ id: 'Cas3BedspaceSummary' });

export const Cas3BedspaceArchiveAction = z
  .object({ status: Cas3BedspaceStatus, date: Day })
  .meta({ id: 'Cas3BedspaceArchiveAction' });

export const Cas3Bedspace = z
  .object({
    id: Uuid,
    reference,
    startDate: Day,
    status: Cas3BedspaceStatus,
    endDate: Day.nullable(),
    scheduleUnarchiveDate: Day.nullable(),
    notes: Text,
    characteristics: z.array(Characteristic).nullable(),
    bedspaceCharacteristics: z.array(Cas3BedspaceCharacteristic),
    archiveHistory: z.array(Cas3BedspaceArchiveAction),
  })
  .meta({ id: 'Cas3Bedspace' });
export type Cas3Bedspace = z.output<typeof Cas3Bedspace>;

/** How many bedspaces are in which state today. */
export const bedspaceTotals = {
  totalOnlineBedspaces: Count,
  totalUpcomingBedspaces: Count,
  totalArchivedBedspaces: Count,
};

export const Cas3Bedspaces = z
  .object({ bedspaces: z.array(Cas3Bedspace), ...bedspaceTotals })
  .meta({ id: 'Cas3Bedspaces' });
export type Cas3Bedspaces = z.output<typeof Cas3Bedspaces>;

export const Cas3VoidBedspaceReason = z
  .object({ id: Uuid, name: Text, description: Text.nullable(), isActive: z.boolean() })
  .meta({ id: 'Cas3VoidBedspaceReason' });

export const Cas3VoidBedspace = z
  .object({
    id: Uuid,
    startDate: Day,
    endDate: Day,
    bedspaceId: Uuid,
    bedspaceName: reference,
    reason: Cas3VoidBedspaceReason,
    status: z.enum(['active', 'cancelled']),
    referenceNumber: Text.optional(),
    notes: Text.optional(),
    cancellationDate: Day.optional(),
    cancellationNotes: Text.optional(),
    costCentre: z.enum(['HMPPS', 'SUPPLIER']).optional(),
  })
  .meta({ id: 'Cas3VoidBedspace' });
export type Cas3VoidBedspace = z.output<typeof Cas3VoidBedspace>;

export const Cas3BedspaceSearchResultPremisesSummary = z
  .object({
    id: Uuid,
    name: Text,
    addressLine1: Text,
    addressLine2: Text.nullable(),
    town: Text.nullable(),
    postcode: z.string().meta({ examples: ['CR0 1AA'] }),
    probationDeliveryUnitName: Text,
    notes: Text,
    characteristics: z.array(Cas3CharacteristicPair),
    bedspaceCount: Count,
    bookedBedspaceCount: Count,
  })
  .meta({ id: 'Cas3BedspaceSearchResultPremisesSummary' });
export type Cas3BedspaceSearchResultPremisesSummary = z.output<typeof Cas3BedspaceSearchResultPremisesSummary>;

export const Cas3BedspaceSearchResultBedspaceSummary = z
  .object({ id: Uuid, reference, characteristics: z.array(Cas3CharacteristicPair) })
  .meta({ id: 'Cas3BedspaceSearchResultBedspaceSummary' });
export type Cas3BedspaceSearchResultBedspaceSummary = z.output<typeof Cas3BedspaceSearchResultBedspaceSummary>;

export const Cas3v2BedspaceSearchResultOverlap = z
  .object({
    bookingId: Uuid,
    bedspaceId: Uuid,
    crn: Crn,
    assessmentId: Uuid.nullable(),
    isSexualRisk: z.boolean(),
    days: Count,
    name: Text,
    sex: Text.nullable(),
    personType: z.enum(['FullPerson', 'RestrictedPerson', 'UnknownPerson']),
  })
  .meta({ id: 'Cas3v2BedspaceSearchResultOverlap' });
export type Cas3v2BedspaceSearchResultOverlap = z.output<typeof Cas3v2BedspaceSearchResultOverlap>;

export const Cas3v2BedspaceSearchResult = z
  .object({
    premises: Cas3BedspaceSearchResultPremisesSummary,
    bedspace: Cas3BedspaceSearchResultBedspaceSummary,
    overlaps: z.array(Cas3v2BedspaceSearchResultOverlap),
    lastDepartureDate: Day,
  })
  .meta({ id: 'Cas3v2BedspaceSearchResult' });
export type Cas3v2BedspaceSearchResult = z.output<typeof Cas3v2BedspaceSearchResult>;

export const Cas3v2BedspaceSearchResults = z
  .object({
    resultsPremisesCount: Count,
    resultsBedspaceCount: Count,
    results: z.array(Cas3v2BedspaceSearchResult),
  })
  .meta({ id: 'Cas3v2BedspaceSearchResults' });
export type Cas3v2BedspaceSearchResults = z.output<typeof Cas3v2BedspaceSearchResults>;

/** Why somebody should look twice before they choose a bedspace for the person of a referral. Nothing is decided by it. */
export const SuitabilitySignal = z
  .object({ code: z.enum(['ARSON', 'SEXUAL_RISK', 'SHARING', 'ACCESS', 'SEX', 'SEX_NOT_KNOWN']), detail: Text })
  .meta({ id: 'SuitabilitySignal' });
export type SuitabilitySignal = z.output<typeof SuitabilitySignal>;

export const PlacementOffer = Cas3v2BedspaceSearchResult.extend({ signals: z.array(SuitabilitySignal) }).meta({
  id: 'PlacementOffer',
});
export type PlacementOffer = z.output<typeof PlacementOffer>;

/** A bedspace that is as asked for, and not free for all of these nights. */
export const UnavailableBedspace = z
  .object({
    premises: Cas3BedspaceSearchResultPremisesSummary,
    bedspace: Cas3BedspaceSearchResultBedspaceSummary,
    reason: z.enum(['booked', 'void', 'closed']),
    /** Last day on which a stay from the day searched for could leave; null where it cannot begin on that day. */
    freeUntil: Day.nullable(),
    /** First day after what is in the way; null where nobody knows it. */
    freeFrom: Day.nullable(),
  })
  .meta({ id: 'UnavailableBedspace' });
export type UnavailableBedspace = z.output<typeof UnavailableBedspace>;

/** The referral for which a place is sought. */
export const PlaceContext = z
  .object({
    assessmentId: Uuid,
    crn: Crn,
    status: Text.nullable(),
    requiredFrom: Day.nullable(),
    isAbleToShare: z.boolean().nullable(),
  })
  .meta({ id: 'PlaceContext' });
export type PlaceContext = z.output<typeof PlaceContext>;

export const PlacementSearchResults = z
  .object({
    resultsPremisesCount: Count,
    /** On all pages. */
    resultsBedspaceCount: Count,
    results: z.array(PlacementOffer),
    unavailable: z.array(UnavailableBedspace),
    /** Where nothing is free: other delivery units of the region that have such bedspaces, neighbours first. */
    alternatives: z.array(
      z.object({ probationDeliveryUnitId: Uuid, name: Text, bedspaceCount: Count, isNeighbour: z.boolean() }),
    ),
    notices: z.array(z.object({ code: z.enum(['SEX_NOT_KNOWN', 'REFERRAL_NOT_READY_TO_PLACE']), detail: Text })),
    placeContext: PlaceContext.nullable(),
  })
  .meta({ id: 'PlacementSearchResults' });
export type PlacementSearchResults = z.output<typeof PlacementSearchResults>;
