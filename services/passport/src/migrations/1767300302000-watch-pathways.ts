import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * Notes every change of a pathway that is published by nobody. An instance of the release before publishes it as a change of the person, whose
 * version it raises first: a setting of its transaction remembers that.
 */
export const WatchPathways = sqlMigration(
  'WatchPathways1767300302000',
  `
create function person_is_told() returns trigger language plpgsql as $$
begin
  perform set_config('passport.told', new.id::text, true);
  return null;
end $$;
create trigger person_is_told after update of version on person for each row
  when (new.version > old.version) execute function person_is_told();`,
  watchAggregate('passport', 'pathway_status', {
    // Who set a status last, and when, changes where a status stays: confirmed by staff, or taken over with another passport.
    untold: ['cause', 'updated_at'],
    when: `current_setting('passport.told', true) is distinct from new.person_id::text`,
  }),
);
