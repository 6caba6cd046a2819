import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant } from './fields';

export const SyncParked = defineEvent({
  name: 'SyncParked',
  type: 'sync.operation.parked',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'Another system could not be told yet; the reason says what has to happen first.',
  data: z.object({
    operationId: z.uuid(),
    target: z.enum(['ndelius', 'nomis']),
    /** What was to be told, e.g. `person.arrived`. */
    operation: z.string(),
    sourceEventId: z.uuid(),
    crn: Crn.optional(),
    /** `…_SENT`: it came too late, after this was sent. */
    reason: z.enum([
      ...(['NO_CRN', 'UNCONFIRMED', 'REFUSED', 'SWITCHED_OFF', 'BEHIND_PARKED'] as const),
      ...(['LATER_STAY_SENT', 'DEPARTURE_SENT', 'CORRECTION_SENT'] as const),
    ]),
    at: Instant,
  }),
  example: {
    operationId: '5c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
    target: 'ndelius',
    operation: 'booking.confirmed',
    sourceEventId: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
    reason: 'NO_CRN',
    at: '2026-01-22T09:30:02.000Z',
  },
});
