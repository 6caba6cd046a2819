import { z } from 'zod';
import { defineEvent } from './define-event';
import { mergedNumbers } from './fields';

export const PersonUnmerged = defineEvent({
  name: 'PersonUnmerged',
  type: 'identity.person.unmerged',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'A merge is undone: `from` is a person of their own again, beside `into`.',
  data: z.object({
    ...mergedNumbers,
  }),
  example: {
    numberType: 'crn',
    from: 'X900030',
    into: 'X900029',
    at: '2026-05-13T08:30:00.000Z',
  },
});
