import type { EntityManager } from 'typeorm';
import type { SyncOperation } from './sync-operation.entity';

const OF_A_STAY = `('person.arrived', 'person.arrived.updated', 'person.departed', 'person.departed.updated')`;

/** What it is ordered by; what earlier releases wrote has only its own id, which follows time unless it was made from another. */
const orderOf = (
  row: string,
): string => `coalesce(${row}.ordered_by, case when substr(${row}.event_id::text, 15, 1) = '7'
  then ${row}.event_id else (lpad(to_hex((extract(epoch from ${row}.created_at) * 1000)::bigint), 12, '0') || '7fffbfffffffffffffff')::uuid end)`;

export const isOfAStay = ({ operation }: Pick<SyncOperation, 'operation'>): boolean => operation.startsWith('person.');

/** Until this transaction ends nobody else takes a place in this person's line: each sees whoever came before. */
export const lockLine = async (tx: EntityManager, person: string): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('sync_line ' || $1, 0))`, [person]);
};

const LATER = `select l.id, l.seq < o.seq as "isBefore" from sync_operation o
  join sync_operation l on l.person = o.person and l.target = o.target and l.operation in ${OF_A_STAY} and l.id <> o.id
    and ${orderOf('l')} > ${orderOf('o')}
  where o.id = $1 order by l.seq for update of l`;

/**
 * Puts what happened later, and stands before this one, behind it: within a person the order of sending is that in which things
 * happened, also when one is sent again. A sender that looked before this is committed must not take them: they wait a moment.
 * False when nothing happened later.
 */
export const putLaterBehind = async (tx: EntityManager, id: string): Promise<boolean> => {
  const later = await tx.query<{ id: string; isBefore: boolean }[]>(LATER, [id]);
  for (const one of later.filter(({ isBefore }) => isBefore))
    await tx.query(
      `update sync_operation set seq = default,
         next_attempt_at = greatest(next_attempt_at, clock_timestamp() + interval '1 second') where id = $1`,
      [one.id],
    );
  return later.length > 0;
};
