import { z } from 'zod';
import { Count, Day, Instant, Text } from '../fields';

/** A number that another system gave; it may be below zero. */
const Number64 = z.int().meta({ examples: [2500295343] });

export const ActiveOffence = z
  .object({
    deliusEventNumber: Text,
    offenceDescription: Text,
    offenceId: Text,
    convictionId: Number64,
    offenceDate: Day.nullable(),
    mainOffence: z.boolean(),
    mainCategoryDescription: Text,
    subCategoryDescription: Text.nullable(),
  })
  .meta({ id: 'ActiveOffence' });
export type ActiveOffence = z.output<typeof ActiveOffence>;

export const Adjudication = z
  .object({
    id: Number64,
    reportedAt: Instant,
    establishment: Text,
    offenceDescription: Text,
    hearingHeld: z.boolean(),
    finding: Text.nullable(),
  })
  .meta({ id: 'Adjudication' });
export type Adjudication = z.output<typeof Adjudication>;

export const PersonAcctAlert = z
  .object({
    alertId: Number64,
    dateCreated: Day,
    comment: Text.nullable(),
    description: Text.nullable(),
    dateExpires: Day.nullable(),
    alertTypeDescription: Text.nullable(),
  })
  .meta({ id: 'PersonAcctAlert' });
export type PersonAcctAlert = z.output<typeof PersonAcctAlert>;

export const OASysQuestion = z
  .object({ label: Text, questionNumber: Text, answer: Text.nullable() })
  .meta({ id: 'OASysQuestion' });
export type OASysQuestion = z.output<typeof OASysQuestion>;

export const OASysSupportingInformationQuestion = z
  .object({
    label: Text,
    questionNumber: Text,
    sectionNumber: Count.nullable(),
    linkedToHarm: z.boolean().nullable(),
    linkedToReOffending: z.boolean().nullable(),
    answer: Text.nullable(),
  })
  .meta({ id: 'OASysSupportingInformationQuestion' });
export type OASysSupportingInformationQuestion = z.output<typeof OASysSupportingInformationQuestion>;

export const OASysAssessmentState = z.enum(['Completed', 'Incomplete']).meta({ id: 'OASysAssessmentState' });

export const OASysSections = z
  .object({
    assessmentId: Number64,
    assessmentState: OASysAssessmentState,
    dateStarted: Instant,
    dateCompleted: Instant.nullable(),
    offenceDetails: z.array(OASysQuestion),
    roshSummary: z.array(OASysQuestion),
    supportingInformation: z.array(OASysSupportingInformationQuestion),
    riskToSelf: z.array(OASysQuestion),
    riskManagementPlan: z.array(OASysQuestion),
  })
  .meta({ id: 'OASysSections', description: 'A section that could not be read has no questions.' });
export type OASysSections = z.output<typeof OASysSections>;

export const Cas3OASysAssessmentMetadata = z
  .object({
    hasApplicableAssessment: z.boolean(),
    dateStarted: Instant.nullable(),
    dateCompleted: Instant.nullable(),
    lastUpdatedDate: Instant.nullable(),
  })
  .meta({ id: 'Cas3OASysAssessmentMetadata' });

export const Cas3OASysGroup = z
  .object({ assessmentMetadata: Cas3OASysAssessmentMetadata, answers: z.array(OASysQuestion) })
  .meta({ id: 'Cas3OASysGroup' });
export type Cas3OASysGroup = z.output<typeof Cas3OASysGroup>;
