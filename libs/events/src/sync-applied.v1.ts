import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant } from './fields';

export const SyncApplied = defineEvent({
  name: 'SyncApplied',
  type: 'sync.operation.applied',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'Another system was told, and as far as it can be seen it has taken it.',
  data: z.object({
    operationId: z.uuid(),
    target: z.enum(['ndelius', 'nomis']),
    /** What was to be told, e.g. `person.arrived`. */
    operation: z.string(),
    sourceEventId: z.uuid(),
    crn: Crn.optional(),
    /** `published`: handed over; `read`: its detail was read, which shows no effect; `confirmed`: the effect was seen. */
    outcome: z.enum(['published', 'read', 'confirmed']),
    at: Instant,
  }),
  example: {
    operationId: '5c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
    target: 'ndelius',
    operation: 'person.arrived',
    sourceEventId: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
    crn: 'X900001',
    outcome: 'confirmed',
    at: '2026-03-02T15:20:05.000Z',
  },
});
