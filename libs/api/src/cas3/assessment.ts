import { z } from 'zod';
import { AnyJson, Crn, Day, Instant, Text, Uuid } from '../fields';
import { AssessmentDecision, Cas3Application } from './application';
import { Person } from './person';
import { RiskLevels } from './risks';
import { TemporaryAccommodationUser } from './staff';

export const TemporaryAccommodationAssessmentStatus = z
  .enum(['unallocated', 'in_review', 'ready_to_place', 'closed', 'rejected'])
  .meta({ id: 'TemporaryAccommodationAssessmentStatus' });

const AlertKind = z.enum([
  'recalled',
  'received-into-custody',
  'released-before-place',
  'records-merged',
  'risks-changed',
  'died',
  'release-date-changed',
  'not-arrived',
]);

/** Something that happened to the person since the referral came, and what to do. */
export const AssessmentAlert = z
  .object({ alert: Text, kind: AlertKind, on: Day.nullable(), message: Text, whatToDo: Text })
  .meta({ id: 'AssessmentAlert' });

/** Who has an assessment, as lists show them. */
export const AssignedMember = z.object({ id: Uuid, name: Text }).meta({ id: 'AssignedMember' });

/** Whom an assessment can be allocated to, and how many they have in review. */
export const AssessorWorkload = z
  .object({ id: Uuid, name: Text, inReview: z.int().nonnegative() })
  .meta({ id: 'AssessorWorkload' });
export type AssessorWorkload = z.output<typeof AssessorWorkload>;

/** Against the promise to decide within five working days. */
const waiting = { dueOn: Day, workingDaysWaited: z.int().nonnegative(), isOverdue: z.boolean() };

export const Cas3AssessmentSummary = z
  .object({
    id: Uuid,
    applicationId: Uuid,
    arrivalDate: Instant,
    createdAt: Instant,
    dateOfInfoRequest: Instant.nullable(),
    status: TemporaryAccommodationAssessmentStatus,
    decision: AssessmentDecision.nullable(),
    risks: AnyJson.nullable(),
    person: Person,
    probationDeliveryUnitName: Text.nullable(),
    allocatedTo: AssignedMember.nullable(),
    /** What is known of the risks by now; null of whoever the caller may not see. Absent from a service of the release before. */
    riskLevels: RiskLevels.nullable().optional(),
    /** What has happened to the person since, which nobody has dealt with. */
    alerts: z.array(AlertKind),
    ...waiting,
  })
  .meta({ id: 'Cas3AssessmentSummary' });
export type Cas3AssessmentSummary = z.output<typeof Cas3AssessmentSummary>;

export const ClarificationNote = z
  .object({
    id: Uuid,
    createdAt: Instant,
    createdByStaffMemberId: Uuid,
    query: Text,
    responseReceivedOn: Day.nullable(),
    response: Text.nullable(),
  })
  .meta({ id: 'ClarificationNote' });

export const Cas3Assessment = z
  .object({
    id: Uuid,
    createdAt: Instant,
    status: TemporaryAccommodationAssessmentStatus,
    decision: AssessmentDecision.nullable(),
    submittedAt: Instant.nullable(),
    allocatedAt: Instant.nullable(),
    allocatedToStaffMember: TemporaryAccommodationUser.nullable(),
    releaseDate: Day.nullable(),
    accommodationRequiredFromDate: Day.nullable(),
    rejectionRationale: Text.nullable(),
    clarificationNotes: z.array(ClarificationNote),
    data: AnyJson.nullable(),
    summaryData: AnyJson,
    application: Cas3Application,
  })
  .meta({ id: 'Cas3Assessment' });
export type Cas3Assessment = z.output<typeof Cas3Assessment>;

/** A referral that no region's list shows. */
export const AstrayAssessment = z
  .object({
    id: Uuid,
    applicationId: Uuid,
    crn: Crn,
    status: TemporaryAccommodationAssessmentStatus,
    createdAt: Instant,
    probationRegionId: Uuid,
    probationDeliveryUnitId: Uuid.nullable(),
    reason: Text.optional(),
  })
  .meta({ id: 'AstrayAssessment' });
export type AstrayAssessment = z.output<typeof AstrayAssessment>;
