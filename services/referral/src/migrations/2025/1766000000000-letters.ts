import { messagingSteps } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

export const Letters = sqlMigration('Letters1766000000000', messagingSteps.letters('referral'));
