import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

type Query = Pick<EntityManager, 'query'>;

/** SQL of what a service remembers of people who were erased, for a migration of the service. */
export const erasedNumberTable = `
-- SHA-256 of numbers of people who were erased: what is heard about them later is kept nowhere.
create table erased_number (
  digest    text        primary key,
  erased_at timestamptz not null
);`;

const digestOf = (number: string): string => createHash('sha256').update(number).digest('hex');

const LOCK = `hashtextextended('erased_number', 0)`;

/** Whoever is about to keep something about a person has finished, or waits for the erasure. The first lock of its transaction. */
export const lockErasures = async (tx: Query): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
};

export const noteErased = async (tx: Query, numbers: readonly string[], at: Date): Promise<void> => {
  await tx.query(
    'insert into erased_number (digest, erased_at) select d, $2 from unnest($1::text[]) as d order by d on conflict do nothing',
    [numbers.map(digestOf), at],
  );
};

/**
 * Whether one of these numbers was that of a person who was erased. Asked by CRN where there is one: a new record of nDelius may be of who
 * bears the prison number now. For who holds a lock of the person that the erasure takes too.
 */
export const hasErased = async (tx: Query, ...numbers: readonly string[]): Promise<boolean> => {
  const [row] = await tx.query<{ isErased: boolean }[]>(
    'select exists (select from erased_number where digest = any($1)) as "isErased"',
    [numbers.map(digestOf)],
  );
  return row?.isErased === true;
};

/** {@link hasErased}, for a handler that keeps something about a person: an erasure that is taken in waits until it has ended. */
export const isErased: typeof hasErased = async (tx, ...numbers) => {
  await tx.query(`select pg_advisory_xact_lock_shared(${LOCK})`);
  return hasErased(tx, ...numbers);
};
