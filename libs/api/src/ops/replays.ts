import { z } from 'zod';
import { AnyJson, Count, Instant, Text, Uuid } from '../fields';
import { ErrorFacts, code, consumer, eventType, key, username } from './fields';

const mode = z.enum(['dry-run', 'redeliver', 'rebuild', 'reset-keys', 'single']);

/** What is repeated; everything given must match. */
const ReplayFilter = z
  .object({
    from: z.string().optional(),
    to: z.string().optional(),
    types: z.array(eventType).optional(),
    keys: z.array(key).optional(),
    aggregateIds: z.array(z.string()).optional(),
    eventIds: z.array(Uuid).optional(),
    sources: z.array(z.string()).optional(),
    missed: z.boolean().optional(),
  })
  .meta({ id: 'ReplayFilter' });

export const ReplayRun = z
  .object({
    id: Uuid,
    consumer,
    mode,
    filter: ReplayFilter,
    state: z.enum(['running', 'paused', 'ready', 'completed', 'cancelled', 'failed']),
    rate: Count.nullable(),
    withEffects: z.boolean(),
    swap: z.boolean(),
    phase: z.enum(['new', 'copy', 'swap']).optional(),
    requestedBy: username,
    reason: Text,
    to: Instant,
    total: Count,
    delivered: Count,
    suppressed: Count,
    dropped: Count,
    skipped: Count,
    failed: Count,
    lastError: code.nullable(),
    result: AnyJson,
    createdAt: Instant,
    finishedAt: Instant.nullable(),
    activeMs: Count,
    progress: z.object({ processed: Count, total: Count, rate: Count, eta: Count.nullable() }),
  })
  .meta({ id: 'ReplayRun' });
export type ReplayRun = z.output<typeof ReplayRun>;

export const ReplayException = z
  .object({
    eventId: Uuid,
    key,
    type: eventType,
    kind: z.enum(['failed', 'behind', 'parked', 'discarded']),
    code,
    failure: ErrorFacts.nullish(),
  })
  .meta({ id: 'ReplayException' });
export type ReplayException = z.output<typeof ReplayException>;

/** What a run would repeat. */
export const ReplayPlan = z
  .object({
    consumer,
    mode,
    total: Count,
    byType: z.record(z.string(), Count),
    first: Text.nullable(),
    last: Text.nullable(),
    partitions: Count,
  })
  .meta({ id: 'ReplayPlan' });
export type ReplayPlan = z.output<typeof ReplayPlan>;
