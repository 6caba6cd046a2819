import { messagingSteps } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

export const LettersByAggregate = sqlMigration(
  'LettersByAggregate1767000000000',
  messagingSteps.lettersByAggregate('booking'),
);
