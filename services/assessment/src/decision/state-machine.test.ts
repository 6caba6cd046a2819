import type { NewEvent } from '@throughcare/events/define-event';
import fc from 'fast-check';
import { reasonOf } from '../shown-names';
import { decisionOf, type AssessmentState, type AssessmentStatus } from '../assessment/assessment-state';
import { COLLEAGUE, ME, REASON, anAssessment } from '../assessment/assessment.builder';
import { accept, allocate, close, deallocate, reject, type Decision } from './decision.rules';
import { bookingCancelled, bookingConfirmed } from './booking-outcome.rules';

const now = new Date('2026-01-14T09:00:00Z');
const doing = { now, by: ME };
const BOOKINGS = ['7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11', '8e2a4d63-7d2c-4a1f-8b68-1a7a2d0a3b22'];

/** Every step that exists, as people and bookings may take it; a firm booking closes whatever it crossed. */
const steps: Record<AssessmentStatus, readonly AssessmentStatus[]> = {
  unallocated: ['in_review', 'rejected', 'closed'],
  in_review: ['ready_to_place', 'unallocated', 'rejected', 'closed'],
  ready_to_place: ['closed', 'in_review', 'rejected'],
  closed: ['ready_to_place'],
  rejected: ['unallocated', 'closed'],
};

type Command = (assessment: AssessmentState) => Decision;
const command: fc.Arbitrary<[string, Command]> = fc.oneof(
  fc
    .tuple(fc.constantFrom(ME, COLLEAGUE), fc.constantFrom(ME, COLLEAGUE), fc.constantFrom(undefined, ME, COLLEAGUE))
    .map(([who, by, from]): [string, Command] => [
      `${by} allocates to ${who}, from ${from}`,
      (a) => allocate(a, who, { now, by, ...(from && { from }) }),
    ]),
  fc.constant<[string, Command]>(['deallocate', (a) => deallocate(a, doing)]),
  fc.constant<[string, Command]>(['accept', (a) => accept(a, doing)]),
  fc
    .tuple(fc.boolean(), fc.option(fc.constant('why')))
    .map(([isWithdrawn, detail]): [string, Command] => [
      `reject ${isWithdrawn} ${detail}`,
      (a) =>
        reject(a, { reasonId: REASON, detail, isWithdrawn, rationale: 'default' }, reasonOf, { open: [], ...doing }),
    ]),
  fc.constant<[string, Command]>(['close', (a) => close(a, { open: [], ...doing })]),
  fc.constantFrom(...BOOKINGS).map((id): [string, Command] => [`confirmed ${id}`, (a) => bookingConfirmed(a, id, now)]),
  fc.tuple(fc.constantFrom(...BOOKINGS), fc.subarray(BOOKINGS)).map(([id, firm]): [string, Command] => [
    `cancelled ${id}`,
    (a) =>
      bookingCancelled(
        a,
        id,
        firm.filter((other) => other !== id),
        now,
      ),
  ]),
);

/** What the published events alone tell. */
const told = ({ status, allocatedToUserId, rejectionReasonId, isWithdrawn, closedByBookingId }: AssessmentState) => ({
  status,
  allocatedToUserId,
  rejectionReasonId,
  isWithdrawn,
  closedByBookingId,
});
const nothing = { rejectionReasonId: null, isWithdrawn: null, closedByBookingId: null };
const evolve = (state: ReturnType<typeof told>, { type, data }: NewEvent): ReturnType<typeof told> => {
  const facts = data as Record<string, unknown>;
  const change = {
    'accommodation.cas3.assessment.allocated': { status: 'in_review', allocatedToUserId: facts.allocatedToUserId },
    'accommodation.cas3.assessment.deallocated': { status: 'unallocated', allocatedToUserId: null },
    'accommodation.cas3.assessment.ready-to-place': { status: 'ready_to_place' },
    'accommodation.cas3.assessment.rejected': {
      status: 'rejected',
      rejectionReasonId: facts.rejectionReasonId,
      isWithdrawn: facts.isWithdrawn,
    },
    'accommodation.cas3.assessment.closed': { status: 'closed', closedByBookingId: facts.bookingId ?? null },
  }[type];
  return { ...state, ...nothing, ...change } as ReturnType<typeof told>;
};

const run = (commands: readonly [string, Command][], check: (before: AssessmentState, decision: Decision) => void) =>
  commands.reduce<{ state: AssessmentState; events: NewEvent[] }>(
    ({ state, events }, [, decide]) => {
      let decision: Decision;
      try {
        decision = decide(state);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'conflict' });
        return { state, events };
      }
      check(state, decision);
      return { state: { ...state, ...decision.changes }, events: [...events, ...decision.events] };
    },
    { state: anAssessment(), events: [] },
  );

describe('an assessment after any sequence of actions', () => {
  const anySequence = fc.array(command, { maxLength: 40 });

  it('has only taken steps that exist, with one event and one note each', () => {
    fc.assert(
      fc.property(anySequence, (commands) => {
        run(commands, (before, { changes, events, note }) => {
          const after = changes.status ?? before.status;
          const isHandedOn =
            changes.allocatedToUserId != null && changes.allocatedToUserId !== before.allocatedToUserId;
          if (after !== before.status || isHandedOn) {
            if (after !== before.status) expect(steps[before.status]).toContain(after);
            expect(events[0]?.data).toMatchObject({ from: before.status, at: now.toISOString() });
            expect(events).toHaveLength(1);
            expect(note).toBeDefined();
          } else {
            expect(note).toBeUndefined();
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is in exactly one state, and its fields agree with it', () => {
    fc.assert(
      fc.property(anySequence, (commands) => {
        const { state } = run(commands, () => undefined);
        expect(state.rejectionReasonId !== null).toBe(state.status === 'rejected');
        expect(state.isWithdrawn !== null).toBe(state.status === 'rejected');
        expect(state.completedAt !== null).toBe(state.status === 'closed');
        expect(state.decidedAt !== null).toBe(decisionOf(state.status) !== null);
        if (state.status !== 'closed') expect(state.closedByBookingId).toBeNull();
        if (state.status === 'in_review') expect(state.allocatedToUserId).not.toBeNull();
        if (state.status === 'unallocated') expect(state.allocatedToUserId).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it('is what its events tell when they are replayed', () => {
    fc.assert(
      fc.property(anySequence, (commands) => {
        const { state, events } = run(commands, () => undefined);
        expect(events.reduce(evolve, told(anAssessment()))).toEqual(told(state));
      }),
      { numRuns: 500 },
    );
  });
});
