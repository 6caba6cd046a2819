import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, NomsNumber } from './fields';

export const PersonDetailsChanged = defineEvent({
  name: 'PersonDetailsChanged',
  type: 'identity.person.details-changed',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning:
    'nDelius shows another name of a person than before, or other limits on who may see them. It says neither: ask.',
  since: '0.3.0',
  data: z.object({
    crn: Crn,
    /** As nDelius shows it now. */
    nomsNumber: NomsNumber.optional(),
  }),
  example: { crn: 'X900001', nomsNumber: 'A9001AA' },
});
