import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, StaffMember } from './fields';

export const BedspaceUpdated = defineEvent({
  name: 'BedspaceUpdated',
  type: 'accommodation.cas3.bedspace.updated',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'A bedspace was added, or its reference or features were changed: this is what it is now.',
  since: '0.2.0',
  data: z.object({
    bedspaceId: z.uuid(),
    premisesId: z.uuid(),
    reference: z.string(),
    characteristicIds: z.array(z.guid()),
    /** The first day it ever had. */
    firstStartDate: LondonDay,
    recordedAt: Instant,
    changedBy: StaffMember.optional(),
  }),
  example: {
    bedspaceId: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    reference: 'Room 1',
    characteristicIds: ['0544d95a-f6bb-43f8-9be7-aae66e3bf244'],
    firstStartDate: '2026-03-02',
    recordedAt: '2026-03-02T10:05:00.000Z',
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
