/** How long events that nobody handled are told once somebody handles their type again. */
const TOLD_FOR = "interval '7 days'";

const TYPE = String.raw`substring(w.contract from '^urn:throughcare:event:(.*):\d+$')`;
const given = (list: string) => `coalesce(jsonb_array_length(r.filter->'${list}'), 0) > 0`;

/** True of a run `r` of which the filter says nothing that leaves events of `w` out. */
const COVERS = `r.mode = 'redeliver'
  and not (${['keys', 'aggregateIds', 'eventIds', 'sources'].map(given).join(' or ')})
  and (not (${given('types')}) or exists (select from jsonb_array_elements_text(r.filter->'types') as t(wildcard)
    where ${TYPE} like replace(replace(t.wildcard, '_', '\\_'), '*', '%')))
  and coalesce((r.filter->>'from')::timestamptz <= w.gained_at, true)
  and coalesce((r.filter->>'to')::timestamptz >= w.gained_at, true)`;

/**
 * True of a row of `consumer_want`, here named `w`, whose events went by without a handler and are still to be dealt with: as long as nobody
 * handles their type, and afterwards until a redelivery has given all of it to that consumer, or a week has passed.
 */
export const isUnhandled = (s: string): string => `(w.unhandled > 0 and (w.lost_at is not null
  or (w.gained_at > now() - ${TOLD_FOR} and not exists (select from ${s}.replay_run r
    where r.consumer = w.consumer and r.state = 'completed' and r.created_at > w.gained_at and ${COVERS}
      and not exists (select from ${s}.replay_exception x where x.run_id = r.id and x.kind in ('failed', 'behind', 'parked'))))))`;
