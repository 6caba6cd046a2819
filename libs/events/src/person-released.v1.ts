import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const PersonReleased = defineEvent({
  name: 'PersonReleased',
  type: 'custody.person.released',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'The prison API confirmed that the person left custody for the community.',
  data: z.object({
    nomsNumber: NomsNumber,
    crn: Crn.optional(),
    /** Prison left or entered, e.g. `MDI`. */
    prisonId: z.string().optional(),
    /** Raw NOMIS movement reason, e.g. `CR`. */
    movementReasonCode: z.string(),
    /** When it happened according to the prison API, which was asked before this was published. */
    occurredAt: Instant,
    verifiedAt: Instant,
    /** Version of the movement classification table that decided. */
    classification: z.number().int(),
  }),
  example: {
    nomsNumber: 'A9001AA',
    crn: 'X900001',
    prisonId: 'MDI',
    movementReasonCode: 'CR',
    occurredAt: '2026-03-02T09:05:00.000Z',
    verifiedAt: '2026-03-02T10:02:00.000Z',
    classification: 1,
  },
});
