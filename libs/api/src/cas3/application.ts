import { z } from 'zod';
import { AnyJson, Count, Day, Instant, Text, Uuid } from '../fields';
import { Person } from './person';
import { PersonRisks, RiskPart } from './risks';

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
  risks: PersonRisks.nullable(),
};

export const Cas3ApplicationSummary = z.object(summary).meta({ id: 'Cas3ApplicationSummary' });
export type Cas3ApplicationSummary = z.output<typeof Cas3ApplicationSummary>;

export const ReferralStage = z
  .enum(['draft', 'unallocated', 'in_review', 'ready_to_place', 'rejected', 'closed', 'withdrawn'])
  .meta({ id: 'ReferralStage' });
export type ReferralStage = z.output<typeof ReferralStage>;

export const Cas3ReferralSummary = z
  .object({
    ...summary,
    /** Given with the draft. */
    reference: Text.nullable(),
    stage: ReferralStage,
    /** The day a place is needed from; null until submission. */
    requiredFrom: Day.nullable(),
    probationDeliveryUnitName: Text.nullable(),
    /** Who wrote it; null: not in the staff directory. */
    createdByName: Text.nullable(),
  })
  .meta({ id: 'Cas3ReferralSummary', description: 'A row of the searched list of referrals.' });
export type Cas3ReferralSummary = z.output<typeof Cas3ReferralSummary>;

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

/** What became of it. Absent from a service of the release before. */
const later = {
  reference: Text.nullable().optional(),
  assessmentStatus: Text.nullable().optional(),
  /** What is known to differ from the risks that it was submitted with. */
  risksChanged: z.array(RiskPart).optional(),
  withdrawnAt: Instant.nullable().optional(),
  withdrawalReasonId: Uuid.nullable().optional(),
  amendments: Count.optional(),
  /** Of the same person, submitted and not decided against: a warning, since a person needs one place. */
  otherLiveReferrals: z
    .array(z.object({ id: Uuid, reference: Text.nullable(), submittedAt: Instant, probationRegionId: Uuid }))
    .optional(),
  /** Made by the server from the answers; `document` is the client's own. */
  readableCopy: AnyJson.nullable().optional(),
};

export const Cas3Application = z
  .object({
    ...summary,
    ...later,
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

const AnswerAt = { task: Text, page: Text, field: Text.optional() };

/** The referral form as data: sections, tasks, pages, questions and where each page leads. */
export const ReferralForm = z
  .object({ name: Text, version: Count, form: AnyJson })
  .meta({ id: 'ReferralForm', description: 'The catalogue that answers are checked against.' });
export type ReferralForm = z.output<typeof ReferralForm>;

export const ReferralFormProgress = z
  .object({
    name: Text,
    version: Count,
    tasks: z.array(
      z.object({ task: Text, status: z.enum(['cannot-start', 'not-started', 'in-progress', 'completed']) }),
    ),
    next: z.object({ task: Text, page: Text }).nullable(),
    problems: z.array(z.object({ ...AnswerAt, errorType: Text })),
    stale: z.object({ unvisited: z.array(z.object(AnswerAt)), gone: z.array(z.object(AnswerAt)) }),
  })
  .meta({ id: 'ReferralFormProgress', description: 'How far a draft is, and where to go on.' });
export type ReferralFormProgress = z.output<typeof ReferralFormProgress>;

export const ApplicationHistoryEntry = z
  .object({
    at: Instant,
    what: z.enum([
      ...(['started', 'submitted', 'amended', 'withdrawn', 'unallocated', 'in_review', 'ready_to_place'] as const),
      ...([
        'rejected',
        'closed',
        'bedspace_offered',
        'booking_confirmed',
        'booking_cancelled',
        'stay_changed',
      ] as const),
      ...(['arrived', 'moved', 'arrival_undone', 'not_arrived', 'departed'] as const),
    ]),
    /** Name of the practitioner who did it. */
    by: Text.nullable(),
    reason: Text.nullable(),
    /** Pages, `task/page`, that an amendment changed. */
    changed: z.array(Text),
    bookingId: Uuid.nullable(),
  })
  .meta({ id: 'ApplicationHistoryEntry' });
export type ApplicationHistoryEntry = z.output<typeof ApplicationHistoryEntry>;
