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
