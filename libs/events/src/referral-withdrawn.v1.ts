import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const ReferralWithdrawn = defineEvent({
  name: 'ReferralWithdrawn',
  type: 'accommodation.cas3.referral.withdrawn',
  version: 1,
  source: 'referral',
  audience: 'internal',
  meaning: 'The practitioner withdrew a referral that had been submitted.',
  since: '0.3.0',
  data: z.object({
    applicationId: z.uuid(),
    crn: Crn,
    nomsNumber: NomsNumber.optional(),
    /** Of the list of reasons for rejection. */
    reasonId: z.uuid(),
    withdrawnAt: Instant,
    byUserId: z.uuid(),
  }),
  example: {
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    reasonId: '311de468-2284-4b85-8e9a-9b4c0a3c8d90',
    withdrawnAt: '2026-01-20T09:30:00.000Z',
    byUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
  },
});
