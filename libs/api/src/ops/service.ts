import { z } from 'zod';
import { AnyJson, Count, Instant, Seconds, Text, Uuid } from '../fields';
import { eventType, key, username } from './fields';

export const ServiceAbout = z
  .object({ service: Text, source: Text, schema: Text, version: Text })
  .meta({ id: 'ServiceAbout' });

export const OutboxStatus = z
  .object({ waiting: Count, oldestSeconds: Seconds, partitions: Count, relays: Count, published: Count })
  .meta({ id: 'OutboxStatus' });
export type OutboxStatus = z.output<typeof OutboxStatus>;

export const StuckPartition = z
  .object({
    partition: Count,
    waiting: Count,
    oldestSeconds: Seconds,
    firstId: Uuid,
    firstType: eventType,
    firstKey: key,
  })
  .meta({ id: 'StuckPartition' });

/** One question of the service's doctor. */
export const DoctorCheck = z
  .object({ name: Text, status: z.enum(['ok', 'warn', 'fail']), detail: Text })
  .meta({ id: 'DoctorCheck' });
export type DoctorCheck = z.output<typeof DoctorCheck>;

/** What an operator did or looked at. */
export const AuditEntry = z
  .object({
    id: z.string().meta({ examples: ['12'] }),
    at: Instant,
    actor: username,
    action: z.string().meta({ examples: ['consumer.pause'] }),
    parameters: z.record(z.string(), AnyJson),
    reason: Text.nullable(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntry = z.output<typeof AuditEntry>;

/** An open transaction that has written. */
export const DatabaseWriter = z
  .object({
    pid: Count,
    application: Text.nullable(),
    user: Text.nullable(),
    state: Text.nullable(),
    seconds: Seconds,
  })
  .meta({ id: 'DatabaseWriter' });

/** Rows that changed without their event. */
export const SilentChanges = z
  .object({ table: Text, count: Count, examples: z.array(Text) })
  .meta({ id: 'SilentChanges' });

export const StruckOff = z.object({ struck: Count }).meta({ id: 'StruckOff' });
