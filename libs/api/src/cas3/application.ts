import { z } from 'zod';
import { AnyJson, Count, Day, Instant, Text, Uuid } from '../fields';
import { Person } from './person';

export const ApplicationStatus = z
  .enum(['rejected', 'inProgress', 'submitted', 'requestedFurtherInformation'])
  .meta({ id: 'ApplicationStatus' });
export const AssessmentDecision = z.enum(['accepted', 'rejected']).meta({ id: 'AssessmentDecision' });

const summary = {
  type: z.literal('CAS3'),
  id: Uuid,
  person: Person,
  createdByUserId: Uuid,
  createdAt: Instant,
  submittedAt: Instant.nullable(),
  status: ApplicationStatus,
  risks: AnyJson.nullable(),
};

export const Cas3ApplicationSummary = z.object(summary).meta({ id: 'Cas3ApplicationSummary' });
export type Cas3ApplicationSummary = z.output<typeof Cas3ApplicationSummary>;

/** What lists, search and the assessor's judgement rest on; null until submission. Beside the public route's members. */
const facts = {
  referredBy: Text.nullable(),
  probationRegionId: Uuid.nullable(),
  probationDeliveryUnitId: Uuid.nullable(),
  homeProbationRegionId: Uuid.nullable(),
  homeProbationDeliveryUnitId: Uuid.nullable(),
  personReleaseDate: Day.nullable(),
  prisonReleaseTypes: z.array(Text).nullable(),
  isRegisteredSexOffender: z.boolean().nullable(),
  isHistoryOfSexualOffence: z.boolean().nullable(),
  isConcerningSexualBehaviour: z.boolean().nullable(),
  hasHistoryOfArson: z.boolean().nullable(),
  isConcerningArsonBehaviour: z.boolean().nullable(),
  needsAccessibleProperty: z.boolean().nullable(),
  isDutyToReferSubmitted: z.boolean().nullable(),
  dutyToReferSubmissionDate: Day.nullable(),
  dutyToReferLocalAuthorityAreaName: Text.nullable(),
  dutyToReferOutcome: Text.nullable(),
  isApplicationEligible: z.boolean().nullable(),
  eligibilityReason: Text.nullable(),
};

export const Cas3Application = z
  .object({
    ...summary,
    offenceId: Text,
    arrivalDate: Instant.nullable(),
    assessmentId: Uuid.nullable(),
    assessmentDecision: AssessmentDecision.nullable(),
    ...facts,
    data: AnyJson,
    document: AnyJson,
    summaryData: AnyJson,
  })
  .meta({ id: 'Cas3Application', description: 'Answers come back as the text that was sent.' });
export type Cas3Application = z.output<typeof Cas3Application>;

const revision = { revision: Count, replacedAt: Instant, lost: z.array(Text) };

export const ApplicationRevision = z.object(revision).meta({ id: 'ApplicationRevision' });
export type ApplicationRevision = z.output<typeof ApplicationRevision>;

export const ApplicationRevisionDetail = z
  .object({ ...revision, data: AnyJson })
  .meta({ id: 'ApplicationRevisionDetail' });
