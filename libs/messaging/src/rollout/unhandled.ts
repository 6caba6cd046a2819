/** How long events that nobody handled are told once somebody handles their type again. */
const TOLD_FOR = "interval '7 days'";

/**
 * True of a row of `consumer_want`, here named `w`, whose events went by without a handler and are still to be dealt with: as long as nobody
 * handles their type, and afterwards until a replay of that consumer has completed.
 */
export const isUnhandled = (s: string): string => `(w.unhandled > 0 and (w.lost_at is not null
  or (w.gained_at > now() - ${TOLD_FOR} and not exists (select from ${s}.replay_run r
    where r.consumer = w.consumer and r.state = 'completed' and r.created_at > w.gained_at))))`;
