import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** Nothing says that a referral has come to nothing, so after a year without news of it nobody waits for it. */
const FOLLOWED_FOR = `interval '1 year'`;

/**
 * Something of this person was announced: their movements matter until they have left. In the transaction that takes the
 * announcement in. The first comparison can wait: what happened before is nobody's gap.
 */
export const follow = async (tx: EntityManager, noms: string): Promise<void> => {
  await tx.query(
    `insert into custody_person as p (noms_number, aggregate_id, followed_since, followed_until, next_check_at)
     values ($1, $2, clock_timestamp(), clock_timestamp() + ${FOLLOWED_FOR}, clock_timestamp() + interval '1 hour')
     on conflict (noms_number) do update set
       followed_since = case when p.followed_until > clock_timestamp() then p.followed_since else clock_timestamp() end,
       followed_until = excluded.followed_until, next_check_at = coalesce(p.next_check_at, excluded.next_check_at)`,
    [noms, randomUUID()],
  );
};

/** The person has left. Movements go on to matter only while they are known to be in custody. */
export const letGoOf = async (tx: EntityManager, noms: string): Promise<void> => {
  await tx.query('update custody_person set followed_until = null where noms_number = $1', [noms]);
};
