import { z } from 'zod';
import { AnyJson, Count, Instant, Text, Uuid } from '../fields';
import { DeadLetterState } from './dead-letters';
import { ErrorFacts, EventHeaders, code, consumer, eventType, key, offset, username } from './fields';

/** `offset` and `publishedAt` are null while it waits in the outbox; `data` is there when one is asked for. */
export const FoundEvent = z
  .object({
    id: Uuid,
    source: Text,
    type: eventType,
    key,
    aggregateId: Text,
    version: Count,
    partition: Count,
    offset: offset.nullable(),
    occurredAt: Instant,
    publishedAt: Instant.nullable(),
    headers: EventHeaders,
    data: AnyJson.optional(),
  })
  .meta({ id: 'FoundEvent' });
export type FoundEvent = z.output<typeof FoundEvent>;

export const EventStatistics = z
  .object({ type: eventType, events: Count, lastHour: Count, first: Instant, last: Instant })
  .meta({ id: 'EventStatistics' });

/** What one service knows of one event's way. */
export const EventJourney = z
  .object({
    consumed: z.array(z.object({ consumer, runId: Uuid.nullable(), at: Instant })),
    letters: z.array(
      z.object({
        consumer,
        state: DeadLetterState,
        code,
        attempts: Count,
        parkedAt: Instant.optional(),
        at: Instant,
        failure: ErrorFacts.nullish(),
        discardReason: Text.nullish(),
      }),
    ),
    released: z
      .array(
        z.object({
          consumer,
          code,
          attempts: Count,
          parkedAt: Instant,
          at: Instant,
          releasedBy: username,
          reason: Text.nullable(),
        }),
      )
      .optional(),
    retrying: z.array(z.object({ consumer, attempts: Count, error: code, at: Instant })),
    caused: z.array(z.object({ id: Uuid, type: eventType, at: Instant })),
    open: z.array(z.object({ consumer, state: z.enum(['pending', 'passed', 'unknown']) })),
  })
  .meta({ id: 'EventJourney', description: 'What may be left out, a service of the version before leaves out.' });
export type EventJourney = z.output<typeof EventJourney>;
