import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const PersonDied = defineEvent({
  name: 'PersonDied',
  type: 'custody.person.died',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning:
    'The prison API confirmed that the person died in custody. A later word of the prison about the person says that it was a mistake.',
  since: '0.4.0',
  data: z.object({
    nomsNumber: NomsNumber,
    crn: Crn.optional(),
    /** Where the person was held, e.g. `MDI`. */
    prisonId: z.string().optional(),
    /** Raw NOMIS movement reason, e.g. `DEC`. */
    movementReasonCode: z.string(),
    /** When the prison recorded the person as gone, according to the prison API, which was asked before this was published. */
    occurredAt: Instant,
    verifiedAt: Instant,
    /** Version of the movement classification table that decided. */
    classification: z.number().int(),
  }),
  example: {
    nomsNumber: 'A9001AA',
    crn: 'X900001',
    prisonId: 'MDI',
    movementReasonCode: 'DEC',
    occurredAt: '2026-03-02T04:10:00.000Z',
    verifiedAt: '2026-03-02T10:02:00.000Z',
    classification: 2,
  },
});
