import { quoteSchema, rolloutTables } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/** Which instances run and what they handle: there already where the first migration made it. */
export const Rollout = sqlMigration('Rollout1764410400000', rolloutTables(quoteSchema('referral')));
