import type { EntityManager } from 'typeorm';

export type NumberType = 'crn' | 'noms';
type Query = Pick<EntityManager, 'query'>;

/** SQL of what a service remembers of merged numbers, for a migration of the service. `version` is the event's. */
export const mergedNumberTables = `
create table merged_number (
  number_type text    not null,
  from_number text    not null,
  into_number text    not null,
  is_merged   boolean not null,
  version     int     not null,
  primary key (number_type, from_number)
);
create index merged_number_into on merged_number (number_type, into_number) where is_merged;

-- Rows that bear another number than they were made with: undoing a merge gives them back.
create table renumbered_row (
  table_name  text not null,
  row_id      text not null,
  number_type text not null,
  made_with   text not null,
  primary key (table_name, row_id, number_type)
);
create index renumbered_row_made_with on renumbered_row (number_type, made_with);
`;

/** Longer than any chain of merges that somebody would make of one person; a ring ends there too. */
const DEPTH = 20;

/** How to read the merges that a table with the columns of `merged_number` remembers. */
export const mergesIn = (table: 'merged_number' | 'identity_merge') => ({
  /** The number that a person has now: the end of the merges from this one. */
  survivorOf: async (db: Query, numberType: NumberType, number: string): Promise<string> => {
    const [row] = await db.query<{ number: string }[]>(
      `with recursive chain (number, depth) as (
         select $2::text, 0
         union all
         select m.into_number, c.depth + 1 from chain c
           join ${table} m on m.number_type = $1 and m.from_number = c.number and m.is_merged
           where c.depth < ${DEPTH})
       select number from chain order by depth desc limit 1`,
      [numberType, number],
    );
    return row?.number ?? number;
  },

  /** The number and all that were merged into it. */
  numbersIn: async (db: Query, numberType: NumberType, into: string): Promise<string[]> => {
    const rows = await db.query<{ number: string }[]>(
      `with recursive family (number, depth) as (
         select $2::text, 0
         union all
         select m.from_number, f.depth + 1 from family f
           join ${table} m on m.number_type = $1 and m.into_number = f.number and m.is_merged
           where f.depth < ${DEPTH})
       select distinct number from family order by number`,
      [numberType, into],
    );
    return rows.map(({ number }) => number);
  },
});

export const { survivorOf, numbersIn } = mergesIn('merged_number');
