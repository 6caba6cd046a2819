import type { ComponentHealth } from '@throughcare/platform/health';
import type { QueueDepths } from './queue-depths';

/** What operations teams look for: depths of the queue and its dead letters. Dead letters alone do not turn it DOWN. */
export const queueHealth = (depths: QueueDepths, queueName: string, dlqName: string): ComponentHealth => ({
  status: 'UP',
  details: {
    queueName,
    messagesOnQueue: depths.waiting,
    messagesInFlight: depths.inFlight,
    dlqName,
    messagesOnDlq: depths.dead,
  },
});
