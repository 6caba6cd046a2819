import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay } from './fields';

export const BedspaceArchived = defineEvent({
  name: 'BedspaceArchived',
  type: 'accommodation.cas3.bedspace.archived',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'The last day of a bedspace has come: it is archived.',
  since: '0.2.0',
  data: z.object({
    bedspaceId: z.uuid(),
    premisesId: z.uuid(),
    endDate: LondonDay,
    /** When it was noticed: on that day, or when a day that had passed was recorded. */
    noticedAt: Instant,
  }),
  example: {
    bedspaceId: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    endDate: '2026-04-30',
    noticedAt: '2026-04-29T23:00:20.000Z',
  },
});
