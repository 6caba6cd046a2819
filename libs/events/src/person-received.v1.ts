import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const PersonReceived = defineEvent({
  name: 'PersonReceived',
  type: 'custody.person.received',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'The prison API confirmed that the person is in custody.',
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
    kind: z.enum(['ADMISSION', 'TEMPORARY_ABSENCE_RETURN', 'RETURN_FROM_COURT', 'TRANSFERRED']),
    /** A guess from the reason code; upstream warns that it is often keyed wrongly. */
    recall: z.boolean(),
  }),
  example: {
    nomsNumber: 'A9001AA',
    crn: 'X900001',
    prisonId: 'SWI',
    movementReasonCode: '24',
    occurredAt: '2026-04-10T15:08:51.000Z',
    verifiedAt: '2026-04-10T16:00:00.000Z',
    classification: 1,
    kind: 'ADMISSION',
    recall: true,
  },
});
