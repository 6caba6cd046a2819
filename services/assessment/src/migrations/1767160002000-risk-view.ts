import { sqlMigration } from '@throughcare/platform/database';

/** Which risks of a referral differ from those it was submitted with, never what they say. */
export const RiskView = sqlMigration(
  'RiskView1767160002000',
  `
create table risk_view (
  assessment_id uuid primary key,
  event_key     text        not null,
  changed       text[]      not null,
  checked_at    timestamptz not null,
  version       int         not null
);`,
);
