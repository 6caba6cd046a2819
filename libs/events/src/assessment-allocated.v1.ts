import { z } from 'zod';
import { defineEvent } from './define-event';
import { assessmentFacts } from './fields';

export const AssessmentAllocated = defineEvent({
  name: 'AssessmentAllocated',
  type: 'accommodation.cas3.assessment.allocated',
  version: 1,
  source: 'assessment',
  audience: 'internal',
  meaning: 'A member of staff took the assessment on, so it is in review.',
  data: z.object({
    ...assessmentFacts,
    allocatedToUserId: z.uuid(),
  }),
  example: {
    assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    allocatedToUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  },
});
