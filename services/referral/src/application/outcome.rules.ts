import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';

export interface Outcome {
  readonly assessmentStatus: string;
  readonly assessmentDecision: 'accepted' | 'rejected' | null;
}

const outcomes: Readonly<Record<string, Outcome>> = {
  [AssessmentAllocated.type]: { assessmentStatus: 'in_review', assessmentDecision: null },
  [AssessmentDeallocated.type]: { assessmentStatus: 'unallocated', assessmentDecision: null },
  [AssessmentReadyToPlace.type]: { assessmentStatus: 'ready_to_place', assessmentDecision: 'accepted' },
  [AssessmentRejected.type]: { assessmentStatus: 'rejected', assessmentDecision: 'rejected' },
  [AssessmentClosed.type]: { assessmentStatus: 'closed', assessmentDecision: 'accepted' },
};

/** What the referrer is shown after an assessment event; an event older than one already seen changes nothing. */
export const applyOutcome = (
  application: { readonly outcomeVersion: number },
  event: { readonly type: string; readonly aggregateversion: number },
): { changes: Partial<Outcome & { outcomeVersion: number }> } => {
  const outcome = outcomes[event.type];
  if (!outcome || event.aggregateversion <= application.outcomeVersion) return { changes: {} };
  return { changes: { ...outcome, outcomeVersion: event.aggregateversion } };
};
