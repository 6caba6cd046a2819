import type { AssessmentState } from './assessment-state';

/** An assessment as `ReferralSubmitted` makes it; tests change what they are about. */
export const anAssessment = (over: Partial<AssessmentState> = {}): AssessmentState => ({
  id: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
  applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
  crn: 'X900001',
  nomsNumber: 'A9001AA',
  probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
  probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
  status: 'unallocated',
  allocatedToUserId: null,
  allocatedAt: null,
  decidedAt: null,
  completedAt: null,
  closedByBookingId: null,
  rejectionReasonId: null,
  rejectionReasonDetail: null,
  rejectionRationale: null,
  isWithdrawn: null,
  ...over,
});

export const REASON = 'f47ac10b-58cc-4372-a567-0e02b2c3d480';
export const ME = 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77';
export const COLLEAGUE = 'b5c2f1ef-42ea-4d18-9e62-7eac7b5a2d88';
