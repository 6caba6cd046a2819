import type { EntityManager } from 'typeorm';

export type NumberType = 'crn' | 'noms';
type Query = Pick<EntityManager, 'query'>;

/** Longer than any chain of merges that somebody would make of one person; a ring ends there too. */
const DEPTH = 20;

/** The number that a person has now: the end of the merges from this one. */
export const survivorOf = async (db: Query, numberType: NumberType, number: string): Promise<string> => {
  const [row] = await db.query<{ number: string }[]>(
    `with recursive chain (number, depth) as (
       select $2::text, 0
       union all
       select m.into_number, c.depth + 1 from chain c
         join identity_merge m on m.number_type = $1 and m.from_number = c.number and m.is_merged
         where c.depth < ${DEPTH})
     select number from chain order by depth desc limit 1`,
    [numberType, number],
  );
  return row?.number ?? number;
};

/** The number and all that were merged into it. */
export const numbersIn = async (db: Query, numberType: NumberType, survivor: string): Promise<string[]> => {
  const rows = await db.query<{ number: string }[]>(
    `with recursive family (number, depth) as (
       select $2::text, 0
       union all
       select m.from_number, f.depth + 1 from family f
         join identity_merge m on m.number_type = $1 and m.into_number = f.number and m.is_merged
         where f.depth < ${DEPTH})
     select distinct number from family order by number`,
    [numberType, survivor],
  );
  return rows.map(({ number }) => number);
};
