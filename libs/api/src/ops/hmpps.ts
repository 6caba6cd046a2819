import { z } from 'zod';
import { AnyJson, Count, Instant, NomsNumber, Seconds, Text, Uuid } from '../fields';
import { code, eventType, key } from './fields';

export const HmppsQueue = z
  .object({
    queueName: Text,
    dlqName: Text,
    waiting: Count,
    inFlight: Count,
    dead: Count,
    oldestSeconds: Seconds,
  })
  .meta({ id: 'HmppsQueue' });

export const FoundCount = z.object({ found: Count }).meta({ id: 'FoundCount' });
export const SentMessage = z.object({ messageId: Text }).meta({ id: 'SentMessage' });

/** Movements that need a look, without whom they are about. */
export const MovementList = z
  .object({
    pending: z.array(
      z.object({
        id: Uuid,
        claim: Text,
        type: eventType,
        looks: Count,
        outcome: Text.nullable(),
        receivedAt: Instant,
        seconds: Seconds,
      }),
    ),
    gaps: z.array(
      z.object({
        id: Uuid,
        claim: Text,
        code,
        foundAt: Instant,
        state: Text.nullable(),
        outcome: Text.nullable(),
      }),
    ),
    messages: z.array(z.object({ type: eventType, messages: Count, lastAt: Instant })),
  })
  .meta({ id: 'MovementList' });
export type MovementList = z.output<typeof MovementList>;

/** Whom a movement is about. */
export const Mover = z.object({ id: Uuid, nomsNumber: NomsNumber, claim: Text }).meta({ id: 'Mover' });

/** Who outside uses a public type of ours. */
export const TypeUsage = z
  .object({
    type: eventType,
    published: Count,
    lastPublishedAt: Instant.nullable(),
    clients: z.array(z.object({ client: Text, reads: Count, lastReadAt: Instant })),
  })
  .meta({ id: 'TypeUsage' });

const quarantined = {
  id: Uuid,
  problem: z.string().meta({ examples: ['NOT_CONFIRMED'] }),
  type: eventType.nullable(),
  copies: Count,
  receivedAt: Instant,
  lastReceivedAt: Instant,
};

/** A message that was not taken, without its body, which may name people. */
export const Quarantined = z.object(quarantined).meta({ id: 'Quarantined' });
export type Quarantined = z.output<typeof Quarantined>;

export const QuarantinedOutline = z.object({ ...quarantined, outline: AnyJson }).meta({ id: 'QuarantinedOutline' });
export type QuarantinedOutline = z.output<typeof QuarantinedOutline>;

export const QuarantinedBody = z.object({ id: Uuid, body: Text }).meta({ id: 'QuarantinedBody' });

export const Retaken = z.object({ found: Count, taken: Count, refused: Count }).meta({ id: 'Retaken' });
export type Retaken = z.output<typeof Retaken>;

/** Under which keys events of these people are found. */
export const PersonKeys = z.object({ keys: z.array(key) }).meta({ id: 'PersonKeys' });
/** Whom nDelius lets only some see. */
export const LimitedNumbers = z.object({ limited: z.array(key) }).meta({ id: 'LimitedNumbers' });

export const MessagesFound = z.object({ messagesFoundCount: Count }).meta({ id: 'MessagesFound' });
export const QueueMessages = z
  .object({
    messagesFoundCount: Count,
    messagesReturnedCount: Count,
    messages: z.array(z.object({ messageId: Text, body: AnyJson })),
  })
  .meta({ id: 'QueueMessages' });
