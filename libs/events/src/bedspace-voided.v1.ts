import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, StaffMember } from './fields';

export const BedspaceVoided = defineEvent({
  name: 'BedspaceVoided',
  type: 'accommodation.cas3.bedspace.voided',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'A bedspace was taken out of use for some days.',
  since: '0.2.0',
  data: z.object({
    voidId: z.uuid(),
    bedspaceId: z.uuid(),
    premisesId: z.uuid(),
    /** Both days belong to it. */
    startDate: LondonDay,
    endDate: LondonDay,
    reasonId: z.guid(),
    costCentre: z.enum(['HMPPS', 'SUPPLIER']).optional(),
    recordedAt: Instant,
    changedBy: StaffMember.optional(),
  }),
  example: {
    voidId: '5b0f9a1e-7c1d-4a57-8f0e-3d2c1b0a9f88',
    bedspaceId: 'c2f54d6e-0c43-4a0b-8d5b-5f9f0e7d6b32',
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    startDate: '2026-03-09',
    endDate: '2026-03-13',
    reasonId: '0544d95a-f6bb-43f8-9be7-aae66e3bf244',
    costCentre: 'HMPPS',
    recordedAt: '2026-03-02T10:05:00.000Z',
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
