import { z } from 'zod';
import { Instant, Text, Uuid } from '../fields';

export const CAS3AssessmentUpdatedField = z
  .object({
    fieldName: z.enum(['releaseDate', 'accommodationRequiredFromDate']),
    updatedFrom: Text.nullable(),
    updatedTo: Text,
  })
  .meta({ id: 'CAS3AssessmentUpdatedField' });

export const CAS3AssessmentUpdatedEvent = z
  .object({
    id: Uuid,
    timestamp: Instant,
    eventType: z.literal('accommodation.cas3.assessment.updated'),
    updatedFields: z.array(CAS3AssessmentUpdatedField),
  })
  .meta({ id: 'CAS3AssessmentUpdatedEvent' });

export const ReferralHistoryNoteMessageDetails = z
  .object({
    rejectionReason: Text.nullable(),
    rejectionReasonDetails: Text.nullable(),
    isWithdrawn: z.boolean().nullable(),
    domainEvent: CAS3AssessmentUpdatedEvent.nullable(),
  })
  .meta({ id: 'ReferralHistoryNoteMessageDetails' });
export type ReferralHistoryNoteMessageDetails = z.output<typeof ReferralHistoryNoteMessageDetails>;

const note = {
  id: Uuid,
  createdAt: Instant,
  createdByUserName: Text,
  message: Text,
  messageDetails: ReferralHistoryNoteMessageDetails.nullable(),
};

export const ReferralHistoryUserNote = z
  .object({ type: z.literal('user'), ...note })
  .meta({ id: 'ReferralHistoryUserNote' });
export const ReferralHistoryDomainEventNote = z
  .object({ type: z.literal('domainEvent'), ...note })
  .meta({ id: 'ReferralHistoryDomainEventNote' });
export const ReferralHistorySystemNote = z
  .object({
    type: z.literal('system'),
    ...note,
    category: z.enum(['submitted', 'unallocated', 'in_review', 'ready_to_place', 'rejected', 'completed']),
  })
  .meta({ id: 'ReferralHistorySystemNote' });

export const ReferralHistoryNote = z
  .discriminatedUnion('type', [ReferralHistoryUserNote, ReferralHistorySystemNote, ReferralHistoryDomainEventNote])
  .meta({ id: 'ReferralHistoryNote' });
export type ReferralHistoryNote = z.output<typeof ReferralHistoryNote>;
