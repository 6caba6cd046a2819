import { sqlMigration } from '@throughcare/platform/database';

/**
 * Each pathway counts its own events, under an id and a key of its own. Rows that are there are filled by `PathwaysFilled`; what an instance
 * of the release before inserts gets its id and key here.
 */
export const PathwaysCount = sqlMigration(
  'PathwaysCount1767300300000',
  `
alter table pathway_status add column id uuid, add column version int not null default 0, add column event_key text;
alter table pathway_status alter column id set default gen_random_uuid();
comment on column pathway_status.event_key is 'That of the person: their pathways stay in one order.';

create function key_of_pathway() returns trigger language plpgsql as $$
begin
  new.event_key := coalesce(new.event_key, (select event_key from person where id = new.person_id));
  return new;
end $$;
create trigger keep_key before insert on pathway_status for each row execute function key_of_pathway();`,
);
