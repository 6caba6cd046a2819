import { z } from 'zod';
import { defineEvent } from './define-event';
import { mergedNumbers } from './fields';

export const PersonMerged = defineEvent({
  name: 'PersonMerged',
  type: 'identity.person.merged',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'Two numbers of one kind are the same person: `from` is used no longer, `into` stays.',
  data: z.object({
    ...mergedNumbers,
  }),
  example: {
    numberType: 'noms',
    from: 'A9028AA',
    into: 'A9027AA',
    at: '2026-05-12T08:30:00.000Z',
  },
});
