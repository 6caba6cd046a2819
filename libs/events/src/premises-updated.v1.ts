import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant, LondonDay, StaffMember } from './fields';

export const PremisesUpdated = defineEvent({
  name: 'PremisesUpdated',
  type: 'accommodation.cas3.premises.updated',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'A property was entered, or something of it was changed: this is what it is now.',
  since: '0.2.0',
  data: z.object({
    premisesId: z.uuid(),
    reference: z.string(),
    addressLine1: z.string(),
    addressLine2: z.string().optional(),
    town: z.string().optional(),
    postcode: z.string(),
    probationRegionId: z.guid(),
    probationDeliveryUnitId: z.guid(),
    localAuthorityAreaId: z.guid().optional(),
    characteristicIds: z.array(z.guid()),
    turnaroundWorkingDays: z.int().nonnegative(),
    /** First and last day of the current period; without an end it goes on. */
    startDate: LondonDay,
    endDate: LondonDay.optional(),
    /** The London day on which it was recorded. */
    effectiveOn: LondonDay,
    recordedAt: Instant,
    changedBy: StaffMember.optional(),
  }),
  example: {
    premisesId: 'b7a3e0a2-1d0e-4b59-9f55-8f5f0a8d7c21',
    reference: 'CRO-12',
    addressLine1: '12 Church Street',
    addressLine2: 'Flat 2',
    town: 'Croydon',
    postcode: 'CR0 1AA',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationDeliveryUnitId: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
    localAuthorityAreaId: '389ac0c6-5d0a-4de2-9e3b-6e3b9b7f9b1c',
    characteristicIds: ['0544d95a-f6bb-43f8-9be7-aae66e3bf244'],
    turnaroundWorkingDays: 2,
    startDate: '2026-03-02',
    endDate: '2026-04-30',
    effectiveOn: '2026-03-02',
    recordedAt: '2026-03-02T10:05:00.000Z',
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
