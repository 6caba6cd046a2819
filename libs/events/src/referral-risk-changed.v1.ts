import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant } from './fields';

export const ReferralRiskChanged = defineEvent({
  name: 'ReferralRiskChanged',
  type: 'accommodation.cas3.referral.risk.changed',
  version: 1,
  source: 'referral',
  audience: 'internal',
  meaning:
    'What is known of the risks of a person differs in other parts than before from what their referral was submitted with.',
  since: '0.2.0',
  data: z.object({
    applicationId: z.uuid(),
    crn: Crn,
    /** What differs now, never how; empty: nothing does any more. */
    changed: z.array(z.enum(['roshRisks', 'mappa', 'tier', 'flags'])),
    checkedAt: Instant,
  }),
  example: {
    applicationId: '7d1f3c52-6c1b-4f0e-9a57-0f6f1c9f2a11',
    crn: 'X900001',
    changed: ['tier'],
    checkedAt: '2026-03-02T15:20:05.000Z',
  },
});
