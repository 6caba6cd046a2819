import type { EntityManager } from 'typeorm';
import { numbersIn, survivorOf, type NumberType } from './merged-numbers';

/** A table whose rows bear numbers of people. */
export interface Numbered {
  readonly table: string;
  readonly id: string;
  readonly crn?: string;
  readonly noms?: string;
  /** Assignments that go with a new CRN, in SQL: `t` is the row, `$4` the CRN. */
  readonly withCrn?: string;
}
export interface Merge {
  readonly numberType: NumberType;
  readonly from: string;
  readonly into: string;
  /** False: the merge is undone. */
  readonly isMerged: boolean;
  readonly version: number;
}
/** What of a service bears numbers, and what else is to be done when rows have got another one. */
export interface NumbersOf {
  readonly tables: readonly Numbered[];
  readonly after?: (tx: EntityManager, merge: Merge) => Promise<void>;
}

/** Remembers a merge, or that it was undone. False when a newer word about the number is known. */
export const noteMerge = async (
  tx: EntityManager,
  { numberType, from, into, isMerged, version }: Merge,
): Promise<boolean> => {
  const news = await tx.query<unknown[]>(
    `insert into merged_number as m (number_type, from_number, into_number, is_merged, version) values ($1, $2, $3, $4, $5)
     on conflict (number_type, from_number) do update set into_number = excluded.into_number,
       is_merged = excluded.is_merged, version = excluded.version
     where m.version < excluded.version
     returning 1`,
    [numberType, from, into, isMerged, version],
  );
  return news.length > 0;
};

/**
 * Gives every row made with this number, or with one that was merged into it, the number that the person has now. It follows from
 * what is remembered alone, so the order in which merges and their undoing are heard does not matter.
 */
export const followNumber = async (
  tx: EntityManager,
  tables: readonly Numbered[],
  numberType: NumberType,
  number: string,
): Promise<void> => {
  const numbers = await numbersIn(tx, numberType, number);
  const survivor = await survivorOf(tx, numberType, number);
  for (const numbered of tables) {
    const { table, id } = numbered;
    const column = numbered[numberType];
    if (column === undefined) continue;
    const also = numberType === 'crn' && numbered.withCrn ? [numbered.withCrn] : [];
    await tx.query(
      `insert into renumbered_row (table_name, row_id, number_type, made_with)
       select $1, ${id}::text, $2, ${column} from ${table} where ${column} = any($3) and ${column} <> $4
       on conflict do nothing`,
      [table, numberType, numbers, survivor],
    );
    await tx.query(
      `update ${table} t set ${[`${column} = $4`, ...also].join(', ')} from renumbered_row r
       where r.table_name = $1 and r.number_type = $2 and r.made_with = any($3) and r.row_id = t.${id}::text
         and t.${column} <> $4`,
      [table, numberType, numbers, survivor],
    );
  }
};

/** Takes a merge in, or its undoing, in a handler's transaction. A repeat, or an older word, changes nothing. */
export const followMerge = async (tx: EntityManager, { tables, after }: NumbersOf, merge: Merge): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('merged_number', 0))`);
  if (!(await noteMerge(tx, merge))) return;
  await followNumber(tx, tables, merge.numberType, merge.from);
  await after?.(tx, merge);
};

/**
 * The number that a person has now, for a row that is made of an event from before a merge; undoing the merge gives the row its own
 * number back.
 */
export const numberNow = async (
  tx: EntityManager,
  { table, id }: { readonly table: string; readonly id: string },
  numberType: NumberType,
  number: string,
): Promise<string> => {
  // A merge that is being taken in waits for this row, or this row for it: it would keep the number that went.
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('merged_number', 0))`);
  const survivor = await survivorOf(tx, numberType, number);
  if (survivor !== number)
    await tx.query('insert into renumbered_row values ($1, $2, $3, $4) on conflict do nothing', [
      table,
      id,
      numberType,
      number,
    ]);
  return survivor;
};
