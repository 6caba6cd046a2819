import { quoteSchema } from '@throughcare/messaging/schema';

/** A table whose rows are about people. */
export interface PeopleRows {
  readonly table: string;
  /** The column with the number by which the service knows a person. */
  readonly key: string;
}

/** SQL for a migration after {@link personIndex}: entries are wanted again when details of their person change, and the oldest are found. */
export const personIndexWanted = (schema: string): string => {
  const s = quoteSchema(schema);
  return `
alter table ${s}.person_index add column wanted_at timestamptz;
create index person_index_checked_at on ${s}.person_index (checked_at nulls first, person_key);`;
};

/** SQL for a migration after {@link personIndexWanted}: lists are narrowed by sex, too. Null: not asked yet. */
export const personIndexSex = (schema: string): string => {
  const s = quoteSchema(schema);
  return `
alter table ${s}.person_index add column sex text check (sex in ('female', 'male', 'unknown'));
create index person_index_without_sex on ${s}.person_index (person_key) where sex is null;`;
};

/**
 * SQL for a migration: `person_index`, with an entry for every person whom a row of the table is about, and for nobody else. Triggers keep it
 * so, whoever writes the rows: an instance of the release before, a handler that follows a merge, an operator.
 *
 * A name is there only of those about whom nDelius has no limits: the check holds for every writer.
 */
export const personIndex = (schema: string, { table, key }: PeopleRows): string => {
  const s = quoteSchema(schema);
  return `
create table ${s}.person_index (
  person_key  text primary key,
  -- Until it is known that nDelius bars nobody from the person.
  is_limited  boolean not null default true,
  sort_name   text collate "C",
  search_text text,
  -- When the question was sent to which this is the answer.
  checked_at  timestamptz,
  constraint person_index_names check (is_limited = (sort_name is null) and is_limited = (search_text is null))
);
create or replace function ${s}.index_person_of_${table}() returns trigger language plpgsql as $$
begin
  if tg_op <> 'DELETE' then
    -- Locked as a foreign key would, so that the entry stays until the row is there.
    loop
      insert into ${s}.person_index (person_key) values (new.${key}) on conflict do nothing;
      perform 1 from ${s}.person_index where person_key = new.${key} for key share;
      exit when found;
    end loop;
  end if;
  if tg_op <> 'INSERT' then
    perform 1 from ${s}.person_index where person_key = old.${key} for update;
    delete from ${s}.person_index
      where person_key = old.${key} and not exists (select from ${s}.${table} where ${key} = old.${key});
  end if;
  return null;
end $$;
create trigger index_person after insert or delete or update of ${key} on ${s}.${table} for each row
  execute function ${s}.index_person_of_${table}();
insert into ${s}.person_index (person_key) select distinct ${key} from ${s}.${table} on conflict do nothing;`;
};
