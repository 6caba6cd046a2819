import { z } from 'zod';
import { Count, Instant, Seconds, Text, Uuid } from '../fields';
import { consumer, eventType, offset, username } from './fields';

const InstanceLag = z
  .object({ instance: Uuid, build: Text, lag: Count.nullable(), passed: offset, seenAt: Instant })
  .meta({ id: 'InstanceLag', description: 'A running instance of a consumer, as it last said.' });

export const ConsumerStatus = z
  .object({
    consumer,
    sources: z.array(Text),
    types: z.array(eventType),
    hasEffects: z.boolean(),
    paused: z.boolean(),
    changedBy: username.nullable(),
    reason: Text.nullable(),
    changedAt: Instant.nullable(),
    parkedKeys: Count,
    deadLetters: Count,
    lag: Count.nullable(),
    oldestSeconds: Seconds.nullable(),
    passed: offset.nullable(),
    instances: z.array(InstanceLag),
    circuit: z.enum(['open', 'closed']),
    stalled: z.boolean(),
  })
  .meta({ id: 'ConsumerStatus', description: 'Circuit and stalled as the instance sees them that answers.' });
export type ConsumerStatus = z.output<typeof ConsumerStatus>;

/** How many events lie before and after the place that a consumer is moved to. */
export const ResetPlan = z.object({ back: Count, forward: Count }).meta({ id: 'ResetPlan' });
