import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * Risks are asked for again: what was answered since the submission, what differs, and when it is the next turn. Where a risk could not be had
 * before, it is asked for at once.
 */
export const RisksLater = sqlMigration(
  'RisksLater1767160001000',
  `
alter table application add column risks_changed text[] not null default '{}';
create table application_risk (
  application_id uuid        primary key references application on delete cascade,
  latest         jsonb,
  -- Null: not before somebody tells that something changed.
  due_at         timestamptz,
  -- Answers in a row in which something could not be had.
  tries          int         not null default 0
);
create index application_risk_due on application_risk (due_at) where due_at is not null;
insert into application_risk (application_id, due_at)
  select id, clock_timestamp() from application where risks is not null and deleted_at is null and erased_at is null order by id;

-- Who is deleted or erased leaves nothing here, whoever does it.
create function forget_risks() returns trigger language plpgsql as $$
begin
  delete from application_risk where application_id = new.id;
  return null;
end $$;
create trigger forget_risks after update of deleted_at, erased_at on application for each row
  when (new.deleted_at is not null or new.erased_at is not null) execute function forget_risks();`,
  watchAggregate('referral', 'application', {
    untold: [
      'assessment_status',
      'assessment_decision',
      'outcome_version',
      'crn',
      'noms_number',
      'event_key',
      // What could not be had before is had later; what differs is told.
      'reference_number',
      'risks',
    ],
    when: 'old.submitted_at is not null',
  }),
);
