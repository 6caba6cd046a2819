import { messagingSteps } from '@throughcare/messaging/database/schema-steps';
import { sqlMigration } from '@throughcare/platform/database';

export const LettersByAggregate = sqlMigration(
  'LettersByAggregate1767000000000',
  messagingSteps.lettersByAggregate('referral'),
);
