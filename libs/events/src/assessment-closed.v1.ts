import { z } from 'zod';
import { defineEvent } from './define-event';
import { assessmentFacts, assessmentStep } from './fields';

export const AssessmentClosed = defineEvent({
  name: 'AssessmentClosed',
  type: 'accommodation.cas3.assessment.closed',
  version: 1,
  source: 'assessment',
  audience: 'internal',
  meaning: 'The assessment was completed: a booking was confirmed, or staff archived it.',
  data: z.object({
    ...assessmentFacts,
    ...assessmentStep,
    cause: z.enum(['staff', 'booking-confirmed']),
    bookingId: z.uuid().optional(),
  }),
  example: {
    assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    cause: 'booking-confirmed',
    bookingId: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11',
    from: 'ready_to_place',
    at: '2026-01-14T09:00:00.000Z',
  },
});
