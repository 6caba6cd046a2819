import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, assessmentFacts } from './fields';

export const AssessmentUpdated = defineEvent({
  name: 'AssessmentUpdated',
  type: 'accommodation.cas3.assessment.updated',
  version: 1,
  source: 'assessment',
  audience: 'internal',
  meaning: 'An assessor changed the release date, the day from which a place is needed, or both.',
  since: '0.2.0',
  data: z.object({
    ...assessmentFacts,
    /** Only where it changed; without `from` when the referral named none. */
    releaseDate: z.object({ from: LondonDay.optional(), to: LondonDay }).optional(),
    /** Only where it changed. */
    accommodationRequiredFromDate: z.object({ from: LondonDay, to: LondonDay }).optional(),
    byUserId: z.uuid(),
    at: Instant,
  }),
  example: {
    assessmentId: '3f8e0a54-72d3-4a53-b1a4-77a51a1d9d0e',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    releaseDate: { from: '2026-03-01', to: '2026-02-27' },
    accommodationRequiredFromDate: { from: '2026-03-02', to: '2026-02-27' },
    byUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    at: '2026-01-20T14:05:00.000Z',
  },
});
