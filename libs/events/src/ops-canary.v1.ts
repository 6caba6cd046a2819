import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant } from './fields';

export const OpsCanary = defineEvent({
  name: 'OpsCanary',
  type: 'ops.canary',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning: 'Nothing happened: once a minute, to see that events still travel from end to end.',
  data: z.object({ sentAt: Instant }),
  since: '0.2.0',
  example: { sentAt: '2026-03-02T15:20:05.000Z' },
});
