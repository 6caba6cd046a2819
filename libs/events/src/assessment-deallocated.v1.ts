import { z } from 'zod';
import { defineEvent } from './define-event';
import { assessmentFacts, assessmentStep } from './fields';

export const AssessmentDeallocated = defineEvent({
  name: 'AssessmentDeallocated',
  type: 'accommodation.cas3.assessment.deallocated',
  version: 1,
  source: 'assessment',
  audience: 'internal',
  meaning: 'The assessment went back to the unallocated list.',
  data: z.object({
    ...assessmentFacts,
    ...assessmentStep,
    /** Who had it, where somebody had. */
    previousUserId: z.uuid().optional(),
  }),
  example: {
    assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    from: 'in_review',
    at: '2026-01-14T09:00:00.000Z',
    byUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    previousUserId: 'b5c2f1ef-42ea-4d18-9e62-7eac7b5a2d88',
  },
});
