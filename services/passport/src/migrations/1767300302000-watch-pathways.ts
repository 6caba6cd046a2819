import { watchAggregate } from '@throughcare/messaging/schema';
import { sqlMigration } from '@throughcare/platform/database';

/**
 * Notes every change of a pathway that is published by nobody. An instance of the release before publishes it as a change of the person, whose
 * version it raises in the same transaction: c83c345 behind the change, which is then noted no more, later ones before it, which a setting of
 * the transaction remembers.
 */
export const WatchPathways = sqlMigration(
  'WatchPathways1767300302000',
  `
create function person_is_told() returns trigger language plpgsql as $$
begin
  perform set_config('passport.told', new.id::text, true);
  delete from silent_change c using pathway_status s
   where s.person_id = new.id and c.table_name = 'pathway_status' and c.aggregate_id = s.id::text
     and c.xmin = pg_current_xact_id()::xid;
  return null;
end $$;
create trigger person_is_told after update of version on person for each row
  when (new.version > old.version) execute function person_is_told();`,
  watchAggregate('passport', 'pathway_status', {
    // Who set a status last, and when, changes where a status stays: confirmed by staff, or taken over with another passport.
    // The key changes when the person is erased.
    untold: ['cause', 'updated_at', 'event_key'],
    when: `current_setting('passport.told', true) is distinct from new.person_id::text`,
  }),
);
