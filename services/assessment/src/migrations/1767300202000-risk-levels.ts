import { sqlMigration } from '@throughcare/platform/database';

/** What the queue is narrowed by, for every assessment, whoever opens it. Referral is asked for it: no event says a level. */
export const RiskLevels = sqlMigration(
  'RiskLevels1767300202000',
  `
create table risk_level (
  assessment_id uuid primary key references assessment on delete cascade,
  rosh          text not null default 'unknown' check (rosh in ('low', 'medium', 'high', 'very-high', 'unknown')),
  mappa         text not null default 'unknown' check (mappa in ('1', '2', '3', 'none', 'unknown')),
  arson         text not null default 'unknown' check (arson in ('yes', 'no', 'unknown')),
  -- When referral is to be asked; null: when it says that something changed.
  due_at        timestamptz
);
create index risk_level_due on risk_level (due_at) where due_at is not null;
create function risk_level_of_assessment() returns trigger language plpgsql as $$
begin
  insert into risk_level (assessment_id, due_at) values (new.id, clock_timestamp()) on conflict do nothing;
  return null;
end $$;
create trigger risk_level after insert on assessment for each row execute function risk_level_of_assessment();
insert into risk_level (assessment_id, due_at) select id, clock_timestamp() from assessment where erased_at is null
  on conflict do nothing;`,
);
