import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { OnMerged } from '../identity/identity.service';

/** Nothing says that a referral has come to nothing, so after a year without news of it nobody waits for it. */
const FOLLOWED_FOR = `interval '1 year'`;

/**
 * Something of this person was announced: their movements matter until they have left. In the transaction that takes the
 * announcement in. The first comparison can wait: earlier movements are not counted as gaps.
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
export const unfollow = async (tx: EntityManager, noms: string): Promise<void> => {
  await tx.query('update custody_person set followed_until = null where noms_number = $1', [noms]);
};

/** What was known, awaited or not believed under the number that is gone is so under the one that stays. */
export const followMerge: OnMerged = async (tx, { numberType, from, into, isMerged }) => {
  if (numberType !== 'noms' || !isMerged) return;
  await tx.query(
    // eslint-disable-next-line throughcare/aggregates -- what was published of one number is known of the other: nothing new to publish
    `insert into custody_person as p (noms_number, aggregate_id, key, known, known_as, followed_since, followed_until, next_check_at)
     select $2, gen_random_uuid(), key, known, known_as, followed_since, followed_until, next_check_at
       from custody_person where noms_number = $1
     on conflict (noms_number) do update set key = coalesce(p.key, excluded.key),
       known_as = case when p.known is null then excluded.known_as else p.known_as end,
       known = coalesce(p.known, excluded.known), followed_since = least(p.followed_since, excluded.followed_since),
       followed_until = greatest(p.followed_until, excluded.followed_until),
       next_check_at = least(p.next_check_at, excluded.next_check_at)`,
    [from, into],
  );
  await tx.query(
    `update custody_claim set noms_number = $2, state = 'pending', outcome = null, looks = 0, settled_at = null,
       next_look_at = clock_timestamp()
     where noms_number = $1 and (state = 'pending' or outcome = 'PersonUnknownToPrison')`,
    [from, into],
  );
  await tx.query(
    `update custody_person set next_look_at = case when noms_number = $2 then clock_timestamp() end,
       next_dates_at = case when noms_number = $2 and followed_until is not null then clock_timestamp() end,
       followed_until = case when noms_number = $2 then followed_until end,
       next_check_at = case when noms_number = $2 then next_check_at end
     where noms_number in ($1, $2)`,
    [from, into],
  );
};
