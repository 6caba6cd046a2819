import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const DraftReferralDeleted = defineEvent({
  name: 'DraftReferralDeleted',
  type: 'accommodation.cas3.draft.referral.deleted',
  version: 2,
  source: 'referral',
  audience: 'internal',
  meaning:
    'A referral that had not been submitted was deleted, by its practitioner or because it had not been used for too long.',
  since: '0.2.0',
  data: z.object({
    applicationId: z.uuid(),
    crn: Crn,
    nomsNumber: NomsNumber.optional(),
    reason: z
      .enum(['by-hand', 'not-used'])
      .describe('`not-used`: nobody had opened or saved it for as long as drafts are kept.'),
    deletedByUserId: z.uuid().optional().describe('Absent when no person deleted it.'),
    deletedAt: Instant,
  }),
  example: {
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    reason: 'by-hand',
    deletedByUserId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    deletedAt: '2026-01-10T16:20:00.000Z',
  },
});
