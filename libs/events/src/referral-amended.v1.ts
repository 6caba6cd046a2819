import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant } from './fields';
import { ReferralSubmitted } from './referral-submitted.v1';

export const ReferralAmended = defineEvent({
  name: 'ReferralAmended',
  type: 'accommodation.cas3.referral.amended',
  version: 1,
  source: 'referral',
  audience: 'internal',
  meaning: 'The practitioner corrected a referral that had been submitted; its answers are frozen again.',
  since: '0.3.0',
  data: z.object({
    ...ReferralSubmitted.data.omit({ submittedBy: true }).shape,
    /** Counts from 1. */
    amendment: z.int().min(1),
    amendedAt: Instant,
    amendedByUserId: z.uuid(),
    /** Fields of this event that have another value now; none when only other answers changed. */
    changed: z.array(z.string()),
  }),
  example: {
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    eventNumber: '1',
    submittedAt: '2026-01-12T10:15:30.000Z',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    homeProbationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    homeProbationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    accommodationRequiredFromDate: '2026-03-04',
    releaseDate: '2026-03-02',
    sexualRisk: false,
    createdByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    reference: 'TA100001W',
    startedAt: '2026-01-10T09:00:00.000Z',
    eligibilityReason: 'homelessFromCustody',
    amendment: 1,
    amendedAt: '2026-01-20T09:30:00.000Z',
    amendedByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    changed: ['accommodationRequiredFromDate'],
  },
});
