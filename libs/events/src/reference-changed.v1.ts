import { z } from 'zod';
import { defineEvent } from './define-event';
import { StaffMember } from './fields';

/** An id of a reference list: older lists have some that are no UUIDs by the letter. */
const ItemId = z.guid();

export const ReferenceChanged = defineEvent({
  name: 'ReferenceChanged',
  type: 'reference.changed',
  version: 1,
  source: 'booking',
  audience: 'internal',
  meaning: 'An item of a reference list changed: its name, its codes, or whether it is in use.',
  since: '0.2.0',
  data: z.object({
    list: z.enum([
      'probation-regions',
      'probation-delivery-units',
      'local-authority-areas',
      'referral-rejection-reasons',
      'departure-reasons',
      'move-on-categories',
      'cancellation-reasons',
      'non-arrival-reasons',
      'premises-characteristics',
      'bedspace-characteristics',
      'void-bedspace-reasons',
    ]),
    /** As it is now, whole: members that its list does not have are not there. */
    item: z.object({
      id: ItemId,
      name: z.string().min(1),
      isActive: z.boolean(),
      /** Of regions and delivery units: the areas or boroughs of nDelius that lead to it. */
      deliusCodes: z.array(z.string()).optional(),
      /** Of regions: the mailbox of a team. */
      hptEmail: z.string().nullable().optional(),
      /** Of delivery units. */
      probationRegionId: ItemId.optional(),
      /** Of delivery units that are no longer in use: what took their place. */
      successorIds: z.array(ItemId).optional(),
      /** Of local authorities. */
      identifier: z.string().optional(),
      /** Of reasons and categories: the service whose they are. */
      serviceScope: z.string().optional(),
      /** Of departure reasons. */
      parentReasonId: ItemId.nullable().optional(),
      /** Of characteristics. */
      description: z.string().optional(),
    }),
    /** The administrator; the codes where nDelius has them. */
    changedBy: StaffMember.partial({ staffCode: true, probationRegionCode: true }),
  }),
  example: {
    list: 'probation-delivery-units',
    item: {
      id: '6d720c1a-4dc3-4541-b0f5-bee02deb2cd1',
      name: 'Derby City',
      isActive: false,
      deliusCodes: ['N53DRBY'],
      probationRegionId: '0544d95a-f6bb-43f8-9be7-aae66e3bf244',
    },
    changedBy: { staffCode: 'N07S001', username: 'CAST_01', probationRegionCode: 'N07' },
  },
});
