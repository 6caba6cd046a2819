import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const PersonErased = defineEvent({
  name: 'PersonErased',
  type: 'identity.person.erased',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'nDelius has deleted a person: nothing may name them any more, and what is counted stays.',
  since: '0.3.0',
  data: z.object({
    crn: Crn,
    /** Their prison number, where nDelius had shown it. */
    nomsNumber: NomsNumber.optional(),
    erasedAt: Instant,
  }),
  example: {
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    erasedAt: '2026-05-12T08:30:00.000Z',
  },
});
