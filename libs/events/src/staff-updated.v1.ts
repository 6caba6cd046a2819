import { z } from 'zod';
import { defineEvent } from './define-event';

export const StaffUpdated = defineEvent({
  name: 'StaffUpdated',
  type: 'identity.staff.updated',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'What we know of a member of staff changed: region, PDU, roles or name.',
  data: z.object({
    userId: z.uuid(),
    /** Upper case, as nDelius keeps it. */
    username: z.string(),
    name: z.string(),
    staffCode: z.string().optional(),
    probationRegionId: z.uuid().optional(),
    probationRegionCode: z.string().optional(),
    probationDeliveryUnitId: z.uuid().optional(),
    roles: z.array(z.enum(['CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN'])),
    isActive: z.boolean(),
  }),
  example: {
    userId: 'a4b1f0de-31d9-4c07-8d51-6d9b6a4f1c77',
    username: 'CAST_01',
    name: 'Cast One',
    staffCode: 'N07S001',
    probationRegionId: 'd73ae6b5-041e-4d44-b859-b8c77567d893',
    probationRegionCode: 'N07',
    roles: ['CAS3_REFERRER', 'CAS3_ASSESSOR'],
    isActive: true,
  },
});
