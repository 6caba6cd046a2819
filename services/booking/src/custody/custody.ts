import type { EntityManager } from 'typeorm';

interface PersonNumbers {
  readonly crn?: string | null | undefined;
  readonly nomsNumber: string | null;
}

/**
 * A booking that is being made and a release that is being told must see one another, though neither has a row to lock yet.
 * Both take this lock of the person first.
 */
export const lockCustody = async (tx: EntityManager, person: PersonNumbers): Promise<void> => {
  const numbers = [person.crn, person.nomsNumber].filter((value) => value != null).toSorted();
  for (const number of numbers)
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('custody ' || $1, 0))`, [number]);
};

/** When the person last left custody, as far as the prison told; null while in custody or never told. */
export const releasedAt = async (tx: EntityManager, person: PersonNumbers): Promise<Date | null> => {
  const [fact] = await tx.query<{ in_custody: boolean; has_died: boolean; occurred_at: Date }[]>(
    `select in_custody, has_died, occurred_at from custody_view where noms_number = $1 or crn = $2 order by verified_at desc, occurred_at desc limit 1`,
    [person.nomsNumber, person.crn ?? null],
  );
  return fact && !fact.in_custody && !fact.has_died ? fact.occurred_at : null;
};
