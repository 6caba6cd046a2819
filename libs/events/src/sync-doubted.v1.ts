import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant } from './fields';

export const SyncDoubted = defineEvent({
  name: 'SyncDoubted',
  type: 'sync.operation.doubted',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'Another system took what it was told, and what was seen since says that it could not use it.',
  since: '0.2.0',
  data: z.object({
    operationId: z.uuid(),
    target: z.enum(['ndelius', 'nomis']),
    /** What was told, e.g. `person.arrived`. */
    operation: z.string(),
    sourceEventId: z.uuid(),
    crn: Crn.optional(),
    /** Its detail was read more often than it was sent; no address followed; it was read again after its effect was seen. */
    reason: z.enum(['READ_AGAIN', 'NO_ADDRESS', 'READ_AFTER_CONFIRMED']),
    at: Instant,
  }),
  example: {
    operationId: '5c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
    target: 'ndelius',
    operation: 'person.arrived',
    sourceEventId: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e7f',
    crn: 'X900001',
    reason: 'READ_AGAIN',
    at: '2026-03-02T15:21:05.000Z',
  },
});
