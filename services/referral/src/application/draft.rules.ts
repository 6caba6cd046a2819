import type { NewEvent } from '@throughcare/events/define-event';
import { DraftReferralDeleted } from '@throughcare/events/draft-referral-deleted.v2';
import { conflict, invalid, notFound } from '@throughcare/base/errors';
import { lostAnswers } from '../saving/pages.rules';

export type ApplicationStatus = 'inProgress' | 'submitted' | 'rejected';

export interface Stage {
  readonly submittedAt: Date | null;
  readonly deletedAt: Date | null;
}

/** What the referrer sees: a rejected assessment outranks the submission. Clients have no word for withdrawn, and list it with what was rejected. */
export const statusOf = (application: {
  readonly submittedAt: Date | null;
  readonly withdrawnAt: Date | null;
  readonly assessmentStatus: string | null;
}): ApplicationStatus => {
  if (!application.submittedAt) return 'inProgress';
  return application.withdrawnAt || application.assessmentStatus === 'rejected' ? 'rejected' : 'submitted';
};

/** Drafts change; what was submitted is frozen, and what was deleted is gone. */
export const requireDraft = (application: Stage): void => {
  if (application.deletedAt) throw notFound('APPLICATION_NOT_FOUND');
  if (application.submittedAt) {
    throw conflict('APPLICATION_ALREADY_SUBMITTED', { detail: 'This application has already been submitted' });
  }
};

const offenceFields = ['convictionId', 'deliusEventNumber', 'offenceId'] as const;
type OffenceField = (typeof offenceFields)[number];

export interface IndexOffence {
  readonly convictionId: number;
  readonly deliusEventNumber: string;
  readonly offenceId: string;
}

/** A referral names its index offence; every missing part is reported at once. */
export const requireIndexOffence = (
  body: Readonly<Partial<Record<OffenceField, string | number | null>>>,
): IndexOffence => {
  const missing = offenceFields.filter((field) => String(body[field] ?? '').trim() === '');
  if (missing.length > 0) {
    throw invalid('INVALID_FIELD', {
      invalidParams: missing.map((field) => ({ propertyName: `$.${field}`, errorType: 'empty' })),
    });
  }
  return {
    convictionId: Number(body.convictionId),
    deliusEventNumber: String(body.deliusEventNumber),
    offenceId: String(body.offenceId),
  };
};

/** Replaces the answers of a draft. What the new ones drop or change is kept, since somebody else may have just written it. */
export const save = (
  application: Stage & { readonly revision: number; readonly data: string | null },
  data: string,
): { changes: { data: string; revision: number }; replaced?: { data: string; lost: string[] } } => {
  requireDraft(application);
  const lost = lostAnswers(application.data, data);
  return {
    changes: { data, revision: application.revision + 1 },
    ...(application.data !== null && lost.length > 0 && { replaced: { data: application.data, lost } }),
  };
};

/** Removes a draft from sight and says so; doing it again changes nothing and tells nothing. Without a user: it was not used for too long. */
export const remove = (
  application: Stage & { readonly id: string; readonly crn: string; readonly nomsNumber: string | null },
  deletedByUserId: string | undefined,
  now: Date,
): { changes: { deletedAt?: Date; usedAt?: Date }; events: readonly NewEvent[] } => {
  if (application.deletedAt) return { changes: {}, events: [] };
  requireDraft(application);
  const event = DraftReferralDeleted.of({
    applicationId: application.id,
    crn: application.crn,
    nomsNumber: application.nomsNumber ?? undefined,
    reason: deletedByUserId === undefined ? 'not-used' : 'by-hand',
    deletedByUserId,
    deletedAt: now.toISOString(),
  });
  return { changes: { deletedAt: now, usedAt: now }, events: [event] };
};
