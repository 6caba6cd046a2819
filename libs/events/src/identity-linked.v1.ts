import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant, NomsNumber } from './fields';

export const IdentityLinked = defineEvent({
  name: 'IdentityLinked',
  type: 'identity.linked',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'nDelius says that a CRN and a prison number are the same person, or are so no longer.',
  data: z.object({
    crn: Crn,
    nomsNumber: NomsNumber,
    /** False: the two were linked, and the CRN belongs to another number now. */
    isLinked: z.boolean(),
    at: Instant,
  }),
  example: {
    crn: 'X900001',
    nomsNumber: 'A9001AA',
    isLinked: true,
    at: '2026-02-20T10:15:00.000Z',
  },
});
