import { sqlMigration } from '@throughcare/platform/database';

/**
 * What an instance of the release before leaves undone, because it does not know these tables: the risks of its drafts are asked for later
 * as those of all others are, and of a draft that it submits or deletes no earlier answers stay.
 */
export const BesideEarlier = sqlMigration(
  'BesideEarlier1767200001000',
  `
create function follow_risks() returns trigger language plpgsql as $$
begin
  insert into application_risk (application_id, due_at) values (new.id, clock_timestamp());
  return null;
end $$;
create trigger follow_risks after insert on application for each row when (new.risks is not null) execute function follow_risks();

create function forget_draft() returns trigger language plpgsql as $$
begin
  delete from draft_revision where application_id = new.id;
  delete from draft_read where application_id = new.id;
  return null;
end $$;
create trigger forget_draft after update of submitted_at, deleted_at on application for each row
  when ((new.submitted_at, new.deleted_at) is distinct from (old.submitted_at, old.deleted_at)) execute function forget_draft();
delete from draft_revision d using application a where a.id = d.application_id and (a.submitted_at is not null or a.deleted_at is not null);
delete from draft_read d using application a where a.id = d.application_id and (a.submitted_at is not null or a.deleted_at is not null);`,
);
