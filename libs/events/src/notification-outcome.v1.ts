import { z } from 'zod';
import { defineEvent } from './define-event';
import { Instant } from './fields';

export const NotificationOutcome = defineEvent({
  name: 'NotificationOutcome',
  type: 'notification.outcome',
  version: 1,
  source: 'integration-gateway',
  audience: 'internal',
  meaning:
    'A message to a practitioner was sent, was not to be sent, or could not be; never to whom, nor what it says.',
  since: '0.3.0',
  data: z.object({
    /** Also the reference under which the sender knows it. */
    notificationId: z.uuid(),
    template: z.string(),
    applicationId: z.uuid().optional(),
    channel: z.enum(['email', 'sms']),
    outcome: z.enum(['sent', 'delivered', 'failed', 'skipped']),
    /** Why it was not sent: a word of ours. */
    code: z.string().optional(),
    at: Instant,
  }),
  example: {
    notificationId: '01939c2e-7b4a-7c3d-9e1f-2a3b4c5d6e81',
    template: 'place-offered',
    applicationId: '1b6a2c1e-5f0c-4c39-8a35-2f64cf4a6d10',
    channel: 'email',
    outcome: 'sent',
    at: '2026-01-20T14:02:16.000Z',
  },
});
