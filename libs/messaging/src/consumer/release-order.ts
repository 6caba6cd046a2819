/**
 * Dead letters of `where` with their place in the release of their key (`nth`, from 1), as a table to select from.
 *
 * Letters follow each other as they came, and no letter comes before an earlier version of its aggregate, whatever the ids say.
 * Ids tell how letters came only where `in_order` says so: earlier builds numbered the letters of one batch as the planner liked.
 * Theirs come first, by event id, which carries the time of the event. `where` names columns of `dead_letter` without a prefix.
 */
export const releaseOrderSql = (table: string, where: string): string => `(
  select turned.*, row_number() over (partition by consumer, key order by turn, version, place)::int as nth from (
    select placed.*, max(place) over (partition by consumer, key, source, aggregate order by version, place
      rows between unbounded preceding and current row) as turn from (
      select l.*, l.event->>'source' as source, l.event->>'aggregateId' as aggregate, l.event->'version' as version,
        row_number() over (partition by l.consumer, l.key
          order by l.in_order, case when l.in_order then l.id end, l.event_id, l.id) as place
      from ${table} l where ${where}) placed) turned)`;
