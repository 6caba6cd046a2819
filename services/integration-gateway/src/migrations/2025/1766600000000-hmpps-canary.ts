import { sqlMigration } from '@throughcare/platform/database';

const sql = `
-- The newest canary that came back through the HMPPS topic and queue. It is waited for from now on.
alter table canary
  add column hmpps_sent_at timestamptz not null default clock_timestamp(),
  add column hmpps_seen_at timestamptz not null default clock_timestamp();
`;

export const HmppsCanary = sqlMigration('HmppsCanary1766600000000', sql);
