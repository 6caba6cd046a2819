import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay } from './fields';

export const PremisesUnarchived = defineEvent({
  name: 'PremisesUnarchived',
  type: 'accommodation.cas3.premises.unarchived',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'An archived property is online again.',
  since: '0.2.0',
  data: z.object({
    premisesId: z.uuid(),
    startDate: LondonDay,
    /** When it was noticed: on that day, or when a day that had passed was recorded. */
    noticedAt: Instant,
  }),
  example: {
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    startDate: '2026-04-30',
    noticedAt: '2026-04-29T23:00:20.000Z',
  },
});
