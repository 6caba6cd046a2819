import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, StaffMember } from './fields';

export const BedspaceAvailabilityChanged = defineEvent({
  name: 'BedspaceAvailabilityChanged',
  type: 'accommodation.cas3.bedspace.availability-changed',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'The days on which a bedspace can be used were decided or changed, from a day on that may be still to come.',
  since: '0.2.0',
  data: z.object({
    bedspaceId: z.uuid(),
    premisesId: z.uuid(),
    /** Every period, earliest first; both days belong to it, and without an end it goes on. */
    periods: z.array(z.object({ from: LondonDay, to: LondonDay.optional() })).min(1),
    cause: z.enum(['created', 'archived', 'unarchived', 'archive-cancelled', 'unarchive-cancelled', 'corrected']),
    /** One for a property and its bedspaces that changed together. */
    transactionId: z.uuid().optional(),
    recordedAt: Instant,
    changedBy: StaffMember.optional(),
  }),
  example: {
    bedspaceId: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    periods: [{ from: '2026-03-02', to: '2026-04-30' }, { from: '2026-05-11' }],
    cause: 'unarchived',
    transactionId: '9f3e6c0a-2b1d-4c8e-9a57-1f0e2d3c4b5a',
    recordedAt: '2026-05-08T10:05:00.000Z',
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
