import type { EntityManager } from 'typeorm';

/** Whom nDelius has deleted. */
export interface Erased {
  readonly crn: string;
  readonly nomsNumber?: string | undefined;
  readonly at: Date;
  /** What rows bear in place of the number, so that they still belong together. Made by chance: nothing leads back. */
  readonly pseudonym: string;
}

/** Takes a person out of the rows of a service, in the handler's transaction. What is counted stays. Again, it finds nobody. */
export type Erase = (tx: EntityManager, erased: Erased) => Promise<void>;

/** Rows of a watched table whose change the erasure itself reports: no event of their own has to. */
export const toldElsewhere = async (tx: EntityManager, table: string, ids: readonly string[]): Promise<void> => {
  await tx.query('delete from silent_change where table_name = $1 and aggregate_id = any($2)', [table, ids]);
};
