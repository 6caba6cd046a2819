import { z } from 'zod';
import { Count, Day, Instant, Seconds } from '../fields';
import { code } from './fields';

export const BackgroundTask = z
  .object({
    task: z.string().meta({ examples: ['idempotency-purge'] }),
    once: z.enum(['cluster', 'instance']),
    every: z.union([z.object({ ms: Count }), z.object({ dailyAt: z.string().meta({ examples: ['03:10'] }) })]),
    running: z.boolean(),
    lastEnd: Instant.nullable(),
    lastDay: Day.nullable(),
    ageSeconds: Seconds,
    lateSeconds: Seconds,
    failures: Count,
    code: code.nullable(),
  })
  .meta({
    id: 'BackgroundTask',
    description:
      'What a service does without being asked. What each instance does for itself: in the one that answers.',
  });
export type BackgroundTask = z.output<typeof BackgroundTask>;
