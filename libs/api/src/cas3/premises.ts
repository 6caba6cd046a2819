import { z } from 'zod';
import { Count, Day, Instant, Text, Uuid } from '../fields';
import { Cas3BedspaceStatus, bedspaceTotals } from './bedspace';
import { Person } from './person';
import {
  Cas3PremisesCharacteristic,
  Characteristic,
  LocalAuthorityArea,
  ProbationDeliveryUnit,
  ProbationRegion,
} from './reference-data';

const reference = z.string().meta({ examples: ['CRO-12'] });
const postcode = z.string().meta({ examples: ['CR0 1AA'] });

export const Cas3PremisesStatus = z.enum(['online', 'archived']).meta({ id: 'Cas3PremisesStatus' });

export const Cas3PremisesArchiveAction = z
  .object({ status: Cas3PremisesStatus, date: Day })
  .meta({ id: 'Cas3PremisesArchiveAction' });

/** What staff should look at. Beside the public route's members. */
export const PremisesWarning = z
  .discriminatedUnion('code', [
    z.object({
      code: z.literal('ADDRESS_CUT_BY_NDELIUS'),
      detail: Text,
      pieces: z.array(Text),
      lost: Text,
    }),
    z.object({ code: z.literal('ADDRESS_USED_TWICE'), detail: Text, premisesIds: z.array(Uuid) }),
  ])
  .meta({ id: 'PremisesWarning' });
export type PremisesWarning = z.output<typeof PremisesWarning>;

export const Cas3Premises = z
  .object({
    id: Uuid,
    reference,
    addressLine1: Text,
    addressLine2: Text.nullable(),
    postcode,
    town: Text.nullable(),
    localAuthorityArea: LocalAuthorityArea.nullable(),
    probationRegion: ProbationRegion,
    probationDeliveryUnit: ProbationDeliveryUnit,
    status: Cas3PremisesStatus,
    ...bedspaceTotals,
    characteristics: z.array(Characteristic).nullable(),
    premisesCharacteristics: z.array(Cas3PremisesCharacteristic),
    startDate: Day,
    endDate: Day.nullable(),
    scheduleUnarchiveDate: Day.nullable(),
    notes: Text,
    turnaroundWorkingDays: Count,
    archiveHistory: z.array(Cas3PremisesArchiveAction),
    currentStays: Count,
    warnings: z.array(PremisesWarning),
  })
  .meta({ id: 'Cas3Premises' });
export type Cas3Premises = z.output<typeof Cas3Premises>;

export const Cas3PremisesBedspaceTotals = z
  .object({ id: Uuid, status: Cas3PremisesStatus, premisesEndDate: Day.nullable(), ...bedspaceTotals })
  .meta({ id: 'Cas3PremisesBedspaceTotals' });
export type Cas3PremisesBedspaceTotals = z.output<typeof Cas3PremisesBedspaceTotals>;

export const Cas3BedspacePremisesSearchResult = z
  .object({ id: Uuid, reference: z.string().meta({ examples: ['Room 1'] }), status: Cas3BedspaceStatus })
  .meta({ id: 'Cas3BedspacePremisesSearchResult' });

export const Cas3PremisesSearchResult = z
  .object({
    id: Uuid,
    reference,
    addressLine1: Text,
    addressLine2: Text.nullable(),
    town: Text.nullable(),
    postcode,
    pdu: Text,
    localAuthorityAreaName: Text.nullable(),
    bedspaces: z.array(Cas3BedspacePremisesSearchResult),
    totalArchivedBedspaces: Count,
  })
  .meta({ id: 'Cas3PremisesSearchResult' });
export type Cas3PremisesSearchResult = z.output<typeof Cas3PremisesSearchResult>;

export const Cas3PremisesSearchResults = z
  .object({
    totalPremises: Count,
    results: z.array(Cas3PremisesSearchResult),
    totalOnlineBedspaces: Count,
    totalUpcomingBedspaces: Count,
  })
  .meta({ id: 'Cas3PremisesSearchResults' });
export type Cas3PremisesSearchResults = z.output<typeof Cas3PremisesSearchResults>;

/** What staff did with a property, one of its bedspaces or a void, and who it was. */
export const EstateStep = z
  .object({
    id: Uuid,
    kind: z.string().meta({ examples: ['bedspace-archived'] }),
    bedspaceId: Uuid.nullable(),
    /** One for everything that one press of a button did. */
    transactionId: Uuid,
    at: Instant,
    by: z.object({ userId: Uuid, username: Text.nullable(), name: Text.nullable() }),
    /** As the step was recorded: days, and what was given another value; of notes only that they changed. */
    details: z.record(z.string(), z.json()),
  })
  .meta({ id: 'EstateStep' });
export type EstateStep = z.output<typeof EstateStep>;

/** Somebody who slept here and moved to another bedspace during their stay. */
export const FormerStay = z
  .object({
    bookingId: Uuid,
    person: Person,
    bedspaceId: Uuid,
    bedspaceReference: Text,
    fromDay: Day,
    movedOn: Day,
    /** The last day on which the bedspace is cleaned after them. */
    heldUntil: Day,
    /** Where the booking is now; null for whoever may not see the person. */
    now: z.object({ premisesId: Uuid, bedspaceId: Uuid }).nullable(),
  })
  .meta({ id: 'FormerStay' });
export type FormerStay = z.output<typeof FormerStay>;
