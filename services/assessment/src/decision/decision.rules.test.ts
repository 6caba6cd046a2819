import { reasonOf } from '../shown-names';
import type { AssessmentState, AssessmentStatus } from '../assessment/assessment-state';
import { COLLEAGUE, ME, REASON, anAssessment } from '../assessment/assessment.builder';
import { accept, allocate, close, deallocate, reject } from './decision.rules';

const now = new Date('2026-01-14T09:00:00Z');
const THIRD = 'c6d3a2fa-53fb-4e29-8f73-8fbd8c6b3e99';
const doing = { now, by: ME };
const rejection = { reasonId: REASON, detail: 'Held again', isWithdrawn: false, rationale: 'default' };

const in_ = (status: AssessmentStatus): AssessmentState => {
  const decided = status === 'unallocated' || status === 'in_review' ? null : new Date('2026-01-13T09:00:00Z');
  return anAssessment({
    status,
    allocatedToUserId: status === 'unallocated' ? null : COLLEAGUE,
    decidedAt: decided,
    completedAt: status === 'closed' ? decided : null,
    ...(status === 'rejected' && {
      rejectionReasonId: REASON,
      rejectionReasonDetail: 'Held again',
      rejectionRationale: 'default',
      isWithdrawn: true,
    }),
  });
};

const actions = {
  allocate: (assessment: AssessmentState) => allocate(assessment, ME, doing),
  deallocate: (assessment: AssessmentState) => deallocate(assessment, doing),
  accept: (assessment: AssessmentState) => accept(assessment, doing),
  reject: (assessment: AssessmentState) => reject(assessment, rejection, reasonOf, { open: [], ...doing }),
  close: (assessment: AssessmentState) => close(assessment, { open: [], ...doing }),
};

/** Written out from the buttons that clients offer: what each action does in each state. */
const expected: Record<keyof typeof actions, Record<AssessmentStatus, AssessmentStatus | 'refused' | 'unchanged'>> = {
  allocate: {
    unallocated: 'in_review',
    in_review: 'refused',
    ready_to_place: 'in_review',
    closed: 'refused',
    rejected: 'refused',
  },
  deallocate: {
    unallocated: 'unchanged',
    in_review: 'unallocated',
    ready_to_place: 'refused',
    closed: 'refused',
    rejected: 'unallocated',
  },
  accept: {
    unallocated: 'refused',
    in_review: 'ready_to_place',
    ready_to_place: 'unchanged',
    closed: 'ready_to_place',
    rejected: 'refused',
  },
  reject: {
    unallocated: 'rejected',
    in_review: 'rejected',
    ready_to_place: 'rejected',
    closed: 'refused',
    rejected: 'refused',
  },
  close: {
    unallocated: 'refused',
    in_review: 'refused',
    ready_to_place: 'closed',
    closed: 'unchanged',
    rejected: 'refused',
  },
};

describe('each action in each state', () => {
  const cases = Object.entries(expected).flatMap(([action, byStatus]) =>
    Object.entries(byStatus).map(
      ([status, outcome]) => [action as keyof typeof actions, status as AssessmentStatus, outcome] as const,
    ),
  );

  it.each(cases)('%s, when %s: %s', (action, status, outcome) => {
    const decide = () => actions[action](in_(status));
    if (outcome === 'refused') {
      expect(decide).toThrow(
        expect.objectContaining({ kind: 'conflict', details: { detail: expect.stringMatching(/[a-z]$/) } }),
      );
    } else if (outcome === 'unchanged') {
      expect(decide()).toEqual({ changes: {}, events: [] });
    } else {
      expect(decide().changes.status).toBe(outcome);
      expect(decide().events).toHaveLength(1);
      expect(decide().note).toBeDefined();
    }
  });
});

describe('allocating', () => {
  it('makes the caller the one who reviews', () => {
    expect(allocate(in_('unallocated'), ME, doing)).toMatchObject({
      changes: { status: 'in_review', allocatedToUserId: ME, allocatedAt: now },
      events: [{ type: 'accommodation.cas3.assessment.allocated', data: { allocatedToUserId: ME } }],
      note: { category: 'in_review' },
    });
  });

  it('changes nothing when the caller has it already', () => {
    const mine = { ...in_('in_review'), allocatedToUserId: ME };
    expect(allocate(mine, ME, doing)).toEqual({ changes: {}, events: [] });
  });

  it('takes back the decision of a referral that was ready to place', () => {
    expect(allocate(in_('ready_to_place'), ME, doing).changes).toMatchObject({ decidedAt: null, completedAt: null });
  });
});

describe('allocating to a colleague', () => {
  const mine = { ...in_('in_review'), allocatedToUserId: ME };

  it('says who had it, who has it and who gave it, in the event and on the timeline', () => {
    expect(allocate(mine, COLLEAGUE, doing)).toMatchObject({
      changes: { status: 'in_review', allocatedToUserId: COLLEAGUE, allocatedAt: now },
      events: [{ data: { from: 'in_review', allocatedToUserId: COLLEAGUE, previousUserId: ME, byUserId: ME } }],
      note: { category: 'in_review', allocation: { userId: COLLEAGUE } },
    });
    expect(allocate(in_('unallocated'), COLLEAGUE, doing).events[0]?.data).toMatchObject({ previousUserId: undefined });
  });

  it('of what a third has is for whoever says that they have it', () => {
    const theirs = in_('in_review');
    expect(() => allocate(theirs, THIRD, doing)).toThrow(expect.objectContaining({ kind: 'conflict' }));
    expect(() => allocate(theirs, ME, { ...doing, from: THIRD })).toThrow(
      expect.objectContaining({ kind: 'conflict' }),
    );
    expect(allocate(theirs, ME, { ...doing, from: COLLEAGUE }).changes).toMatchObject({ allocatedToUserId: ME });
  });
});

it.each(Object.keys(actions) as (keyof typeof actions)[])('%s: its event says from where, when and who', (action) => {
  const from = Object.entries(expected[action]).find(([, outcome]) => !['refused', 'unchanged'].includes(outcome));
  const [event] = actions[action](in_(from?.[0] as AssessmentStatus)).events;
  expect(event?.data).toMatchObject({ from: from?.[0], at: '2026-01-14T09:00:00.000Z', byUserId: ME });
});

describe('rejecting', () => {
  it('keeps reason, detail and who wanted it, and tells others all but the detail', () => {
    const { changes, events, note } = reject(in_('in_review'), rejection, reasonOf, { open: [], ...doing });
    expect(changes).toMatchObject({
      status: 'rejected',
      decidedAt: now,
      rejectionReasonId: REASON,
      rejectionReasonDetail: 'Held again',
      rejectionRationale: 'default',
      isWithdrawn: false,
    });
    expect(events[0]?.data).toMatchObject({ rejectionReasonId: REASON, isWithdrawn: false, hasDetail: true });
    expect(JSON.stringify(events)).not.toContain('Held again');
    expect(note?.rejection).toEqual({ reasonId: REASON, detail: 'Held again', isWithdrawn: false });
  });

  it.each(['85799bf8-8b64-4903-9ab8-b08a77f1a9d3', '00000000-0000-4000-8000-000000000000'])(
    'refuses the reason %s, which is retired or unknown',
    (reasonId) => {
      expect(() => reject(in_('in_review'), { ...rejection, reasonId }, reasonOf, { open: [], ...doing })).toThrow(
        expect.objectContaining({
          details: {
            invalidParams: [{ propertyName: '$.referralRejectionReasonId', errorType: 'doesNotExist' }],
          },
        }),
      );
    },
  );

  it('changes nothing when it is repeated word for word', () => {
    const rejected = { ...in_('rejected'), isWithdrawn: false };
    expect(reject(rejected, rejection, reasonOf, { open: [], ...doing })).toEqual({ changes: {}, events: [] });
  });

  it('does not outlive the state: the reason goes with it', () => {
    expect(deallocate(in_('rejected'), doing).changes).toMatchObject({
      status: 'unallocated',
      allocatedToUserId: null,
      decidedAt: null,
      rejectionReasonId: null,
      rejectionReasonDetail: null,
      rejectionRationale: null,
      isWithdrawn: null,
    });
  });
});

describe('closing', () => {
  it('is by staff, so no booking re-opens it', () => {
    const { changes, events } = close(in_('ready_to_place'), { open: [], ...doing });
    expect(changes).toEqual({ status: 'closed', completedAt: now, closedByBookingId: null });
    expect(events[0]?.data).toMatchObject({ cause: 'staff' });
  });

  it('is undone by accepting again, which forgets the booking that closed it', () => {
    const closed = { ...in_('closed'), closedByBookingId: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11' };
    expect(accept(closed, doing).changes).toMatchObject({ completedAt: null, closedByBookingId: null });
  });
});
