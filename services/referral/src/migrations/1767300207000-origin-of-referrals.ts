import { sqlMigration } from '@throughcare/platform/database';

/** Where the person was held when a draft was begun, and from which referral its answers were taken over. */
export const OriginOfReferrals = sqlMigration(
  'OriginOfReferrals1767300207000',
  `alter table application add column prison_id text, add column copied_from_application_id uuid;`,
);
