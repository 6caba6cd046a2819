import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import type { NewEvent } from '@throughcare/events/define-event';
import { conflict, invalidField } from '@throughcare/base/errors';
import type { Rejection, SystemNote } from '../timeline/note.entity';
import type { OpenBooking } from './open-bookings';
import { stepOf, type AssessmentState, type AssessmentStatus, type Doing } from '../assessment/assessment-state';

/** What is to be saved, said and written on the timeline. Empty when the assessment is already as asked. */
export interface Decision {
  readonly changes: Partial<AssessmentState>;
  readonly events: readonly NewEvent[];
  readonly note?: SystemNote;
  /** What the reader of that line needs to know beside it. */
  readonly remark?: string;
}

/** From which states each action is offered; everything else is refused, whoever asks. */
export const transitions = {
  allocate: { from: ['unallocated', 'ready_to_place'], to: 'in_review' },
  deallocate: { from: ['in_review', 'rejected'], to: 'unallocated' },
  accept: { from: ['in_review', 'closed'], to: 'ready_to_place' },
  reject: { from: ['unallocated', 'in_review', 'ready_to_place'], to: 'rejected' },
  close: { from: ['ready_to_place'], to: 'closed' },
} as const satisfies Record<string, { from: readonly AssessmentStatus[]; to: AssessmentStatus }>;
export type Action = keyof typeof transitions;

const unchanged: Decision = { changes: {}, events: [] };
const words = (status: AssessmentStatus) => status.replaceAll('_', ' ');

const requireFrom = (assessment: AssessmentState, action: Action): void => {
  const { from, to } = transitions[action];
  if (!(from as readonly AssessmentStatus[]).includes(assessment.status)) {
    throw conflict('ASSESSMENT_STATUS_CONFLICT', {
      detail: `An assessment that is ${words(assessment.status)} cannot become ${words(to)}`,
    });
  }
};

/** A rejection does not outlive the state it belongs to, or reports would go on counting it. */
export const noRejection = {
  rejectionReasonId: null,
  rejectionReasonDetail: null,
  rejectionRationale: null,
  isWithdrawn: null,
} as const;
/** As before anybody decided. */
export const undecided = { ...noRejection, decidedAt: null, completedAt: null, closedByBookingId: null } as const;

const previous = ({ allocatedToUserId }: AssessmentState) => ({ previousUserId: allocatedToUserId ?? undefined });

/**
 * Gives the assessment to a member of staff. Giving it again to whom has it changes nothing. Whoever has it may hand it on; anybody else who
 * takes it from them says from whom (`from`), so that of two at once neither overrules the other without seeing it.
 */
export const allocate = (assessment: AssessmentState, userId: string, doing: Doing & { from?: string }): Decision => {
  if (assessment.status === 'in_review') {
    if (assessment.allocatedToUserId === userId) return unchanged;
    const { by, from = by } = doing;
    if (assessment.allocatedToUserId !== from)
      throw conflict('ASSESSMENT_ALREADY_ALLOCATED', { detail: 'The assessment is already allocated to another user' });
  } else requireFrom(assessment, 'allocate');
  const step = { ...stepOf(assessment, doing), ...previous(assessment) };
  return {
    changes: { ...undecided, status: 'in_review', allocatedToUserId: userId, allocatedAt: doing.now },
    events: [AssessmentAllocated.of({ ...step, allocatedToUserId: userId })],
    note: { category: 'in_review', ...(userId !== doing.by && { allocation: { userId } }) },
  };
};

/** Puts the assessment back on the unallocated list. */
export const deallocate = (assessment: AssessmentState, doing: Doing): Decision => {
  if (assessment.status === 'unallocated') return unchanged;
  requireFrom(assessment, 'deallocate');
  return {
    changes: { ...undecided, status: 'unallocated', allocatedToUserId: null, allocatedAt: null },
    events: [AssessmentDeallocated.of({ ...stepOf(assessment, doing), ...previous(assessment) })],
    note: { category: 'unallocated' },
  };
};

/** Accepts the referral, also again after it was archived: a bedspace may be booked. */
export const accept = (assessment: AssessmentState, doing: Doing): Decision => {
  if (assessment.status === 'ready_to_place') return unchanged;
  requireFrom(assessment, 'accept');
  return {
    changes: { ...undecided, status: 'ready_to_place', decidedAt: doing.now },
    events: [AssessmentReadyToPlace.of({ ...stepOf(assessment, doing), cause: 'staff' })],
    note: { category: 'ready_to_place' },
  };
};

const isSameRejection = (assessment: AssessmentState, rejection: Rejection) =>
  assessment.status === 'rejected' &&
  assessment.rejectionReasonId === rejection.reasonId &&
  assessment.rejectionReasonDetail === rejection.detail &&
  assessment.isWithdrawn === rejection.isWithdrawn;

/** A room that is firm goes first, or it stays held for nobody. The booking's id ends the sentence. */
const requireNoBooking = (open: readonly OpenBooking[]): void => {
  const [booking] = open;
  if (booking)
    throw conflict('REFERRAL_HAS_OPEN_BOOKING', {
      detail: `A bedspace is booked for this referral. Cancel that booking first: ${booking.id}`,
    });
};

const isProvisional = ({ state }: OpenBooking): boolean => state === 'provisional';
const CANCELLED_TOO = 'A bedspace was booked provisionally for this referral. That booking is cancelled with it';

/**
 * Rejects the referral for a reason that is on the list and still in use. A provisional booking of it is cancelled together with it: booking
 * does so when it hears of the rejection. A firm one wins: whoever rejects cancels it first, so that nobody reads "rejected" while a room is kept.
 */
export const reject = (
  assessment: AssessmentState,
  rejection: Rejection & { readonly rationale: string },
  reasonOf: (id: string) => { readonly isActive: boolean } | undefined,
  doing: Doing & { open: readonly OpenBooking[] },
): Decision => {
  if (isSameRejection(assessment, rejection)) return unchanged;
  requireFrom(assessment, 'reject');
  requireNoBooking(doing.open.filter((booking) => !isProvisional(booking)));
  const { reasonId, detail, isWithdrawn, rationale } = rejection;
  if (!reasonOf(reasonId)?.isActive) throw invalidField('$.referralRejectionReasonId', 'doesNotExist');
  const facts = { rejectionReasonId: reasonId, isWithdrawn, hasDetail: Boolean(detail) };
  return {
    changes: {
      ...undecided,
      status: 'rejected',
      decidedAt: doing.now,
      rejectionReasonId: reasonId,
      rejectionReasonDetail: detail,
      rejectionRationale: rationale,
      isWithdrawn,
    },
    events: [AssessmentRejected.of({ ...stepOf(assessment, doing), ...facts })],
    note: { category: 'rejected', rejection: { reasonId, detail, isWithdrawn } },
    ...(doing.open.some(isProvisional) && { remark: CANCELLED_TOO }),
  };
};

/** Archives an accepted referral for which no bedspace is needed any more; a provisional booking says that one is. */
export const close = (assessment: AssessmentState, doing: Doing & { open: readonly OpenBooking[] }): Decision => {
  if (assessment.status === 'closed') return unchanged;
  requireFrom(assessment, 'close');
  requireNoBooking(doing.open.filter(isProvisional));
  return {
    changes: { status: 'closed', completedAt: doing.now, closedByBookingId: null },
    events: [AssessmentClosed.of({ ...stepOf(assessment, doing), cause: 'staff' })],
    note: { category: 'completed' },
  };
};
