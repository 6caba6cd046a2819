import { AssessmentAllocated } from '@throughcare/events/assessment-allocated.v1';
import { AssessmentClosed } from '@throughcare/events/assessment-closed.v1';
import { AssessmentDeallocated } from '@throughcare/events/assessment-deallocated.v1';
import { AssessmentReadyToPlace } from '@throughcare/events/assessment-ready-to-place.v1';
import { AssessmentRejected } from '@throughcare/events/assessment-rejected.v1';
import { applyOutcome } from './outcome.rules';

describe('what the referrer is shown of the assessment', () => {
  it.each([
    [AssessmentAllocated.type, 'in_review', null],
    [AssessmentDeallocated.type, 'unallocated', null],
    [AssessmentReadyToPlace.type, 'ready_to_place', 'accepted'],
    [AssessmentRejected.type, 'rejected', 'rejected'],
    [AssessmentClosed.type, 'closed', 'accepted'],
  ])('%s is shown as %s', (type, assessmentStatus, assessmentDecision) => {
    const { changes } = applyOutcome({ outcomeVersion: 2 }, { type, aggregateversion: 3 });
    expect(changes).toEqual({ assessmentStatus, assessmentDecision, outcomeVersion: 3 });
  });

  it.each([1, 2])('is not taken back by version %d when version 2 was seen', (aggregateversion) => {
    const { changes } = applyOutcome({ outcomeVersion: 2 }, { type: AssessmentRejected.type, aggregateversion });
    expect(changes).toEqual({});
  });

  it('is left alone by events of other kinds', () => {
    expect(applyOutcome({ outcomeVersion: 0 }, { type: 'other', aggregateversion: 1 }).changes).toEqual({});
  });
});
