import { z } from 'zod';
import { Count, Instant, Text, Uuid } from '../fields';
import { code, key, username } from './fields';

const operation = {
  operationId: Uuid,
  eventId: Uuid,
  target: Text,
  operation: z.string().meta({ examples: ['booking.confirmed'] }),
  state: z.string().meta({ examples: ['published'] }),
  reason: code.nullable(),
  /** A gateway of the release before says nothing of it. */
  heldBy: Uuid.nullable().optional().meta({ description: 'Of what is held: the operation that it waits for.' }),
  evidence: Text.nullable(),
  warnings: z.array(code),
  attempts: Count,
  fetches: Count,
  lastError: Text.nullable(),
  recordedAt: Instant,
  publishedAt: Instant.nullable(),
  takenAt: Instant.nullable(),
  lastReadAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
};

/** What another system was told, and what became of it. */
export const SyncOperation = z.object(operation).meta({ id: 'SyncOperation' });
export type SyncOperation = z.output<typeof SyncOperation>;

export const BookingSync = z
  .object({ bookingId: Uuid, operations: z.array(SyncOperation) })
  .meta({ id: 'BookingSync' });

const row = { ...operation, bookingId: Uuid.nullable(), person: key, advice: Text.nullable() };

export const SyncRow = z.object(row).meta({ id: 'SyncRow', description: 'As operators see it.' });
export type SyncRow = z.output<typeof SyncRow>;

export const SyncRowDetail = z
  .object({
    ...row,
    history: z.array(z.object({ at: Instant, what: Text, by: username.optional(), reason: Text.optional() })),
  })
  .meta({ id: 'SyncRowDetail' });
export type SyncRowDetail = z.output<typeof SyncRowDetail>;

export const SyncOpenCount = z
  .object({ state: operation.state, count: Count, oldestSeconds: Count })
  .meta({ id: 'SyncOpenCount' });

export const Resent = z
  .object({ found: Count, resent: z.array(Uuid), refused: z.array(z.object({ operationId: Uuid, code })) })
  .meta({ id: 'Resent' });
export type Resent = z.output<typeof Resent>;
