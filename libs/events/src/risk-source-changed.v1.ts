import { z } from 'zod';
import { defineEvent } from './define-event';
import { Crn, Instant } from './fields';

export const RiskSourceChanged = defineEvent({
  name: 'RiskSourceChanged',
  type: 'person.risk-source.changed',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: "Another system says that something about a person's risks has changed, and what it is must be asked of it.",
  since: '0.2.0',
  data: z.object({
    crn: Crn,
    changedSource: z.enum(['oasys', 'ndelius', 'tier']),
    toldAt: Instant,
  }),
  example: {
    crn: 'X900001',
    changedSource: 'tier',
    toldAt: '2026-03-02T15:20:05.000Z',
  },
});
