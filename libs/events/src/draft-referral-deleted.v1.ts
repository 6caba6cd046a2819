import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

/** Until the releases that published it are gone from the log of events. */
export const DraftReferralDeletedByHand = defineEvent({
  name: 'DraftReferralDeleted',
  type: 'accommodation.cas3.draft.referral.deleted',
  version: 1,
  source: 'referral',
  audience: 'internal',
  meaning: 'A practitioner deleted a referral that had not been submitted.',
  since: '0.2.0',
  data: z.object({
    applicationId: z.uuid(),
    crn: Crn,
    nomsNumber: NomsNumber.optional(),
    deletedByUserId: z.uuid(),
    deletedAt: Instant,
  }),
  example: {
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    deletedByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    deletedAt: '2026-01-10T16:20:00.000Z',
  },
});
