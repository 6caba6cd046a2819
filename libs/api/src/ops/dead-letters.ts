import { z } from 'zod';
import { Count, Instant, Seconds, Text, Uuid } from '../fields';
import { ErrorFacts, EventHeaders, code, consumer, eventType, key } from './fields';

const id = z.string().meta({ examples: ['12'] });
export const DeadLetterState = z.enum(['failed', 'waiting', 'discarded']).meta({ id: 'DeadLetterState' });

const letter = {
  id,
  consumer,
  key,
  eventId: Uuid,
  type: eventType,
  state: DeadLetterState,
  code,
  errorClass: Text,
  attempts: Count,
  firstFailedAt: Instant,
  lastFailedAt: Instant,
  handlerVersion: Text,
  discardReason: Text.nullable(),
};

export const DeadLetter = z.object(letter).meta({ id: 'DeadLetter' });
export type DeadLetter = z.output<typeof DeadLetter>;

/** With the event as it came. `before`: how many of its key come first. */
export const DeadLetterDetail = z
  .object({
    ...letter,
    event: z
      .object({
        id: Uuid,
        source: Text,
        partition: Count,
        key,
        type: eventType,
        aggregateId: Text,
        version: Count,
        payload: Text,
        headers: EventHeaders,
        occurredAt: Instant,
      })
      .meta({ id: 'DeadLetterEvent' }),
    failure: ErrorFacts.nullish(),
    before: Count,
  })
  .meta({ id: 'DeadLetterDetail' });
export type DeadLetterDetail = z.output<typeof DeadLetterDetail>;

export const DeadLetterDepth = z
  .object({ consumer, failed: Count, waiting: Count, oldestSeconds: Seconds })
  .meta({ id: 'DeadLetterDepth' });
export type DeadLetterDepth = z.output<typeof DeadLetterDepth>;

export const RedrivePlan = z
  .object({
    consumer,
    keys: z.array(z.object({ key, letters: Count, firstId: id, firstType: eventType, code })),
    letters: Count,
  })
  .meta({ id: 'RedrivePlan' });
export type RedrivePlan = z.output<typeof RedrivePlan>;

export const Redriven = z
  .object({ handled: Count, stillParked: z.array(key), remaining: Count })
  .meta({ id: 'Redriven' });
export type Redriven = z.output<typeof Redriven>;
