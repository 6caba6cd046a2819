/**
 * Dead letters of `where` with their place in the release of their key (`nth`, from 1), as a table to select from.
 *
 * Letters follow each other as they came, and no letter comes before an earlier version of its aggregate, whatever the ids say.
 * Ids tell how letters came where `in_order` says so. Earlier builds numbered the letters of one batch as the planner liked: theirs stay
 * between the numbered letters of their key that came before and after them, and among themselves go by event id, which carries the
 * time of the event. `where` names columns of `dead_letter` without a prefix.
 */
export const releaseOrderSql = (table: string, where: string): string => `(
  select turned.*, row_number() over (partition by consumer, key order by turn, version, place)::int as nth from (
    select placed.*, max(place) over (partition by consumer, key, source, aggregate order by version, place
      rows between unbounded preceding and current row) as turn from (
      select anchored.*, row_number() over (partition by consumer, key
        order by anchor nulls first, in_order desc, event_id, id) as place from (
        select l.*, l.event->>'source' as source, l.event->>'aggregateId' as aggregate, l.event->'version' as version,
          max(case when l.in_order then l.id end) over (partition by l.consumer, l.key order by l.id
            rows between unbounded preceding and current row) as anchor
        from ${table} l where ${where}) anchored) placed) turned)`;

/** An event, each member as SQL; `version` as jsonb. */
export interface Placed {
  readonly consumer: string;
  readonly key: string;
  readonly source: string;
  readonly aggregate: string;
  readonly version: string;
}

/**
 * Letters `o` with an earlier version of the event's aggregate that lie under another key of the consumer, as what follows `select …`:
 * where the key of an aggregate changes, they come first all the same.
 */
export const earlierElsewhereSql = (table: string, { consumer, key, source, aggregate, version }: Placed): string =>
  `from ${table} o where o.consumer = ${consumer} and o.state <> 'discarded' and o.event->>'source' = ${source}
     and o.event->>'aggregateId' = ${aggregate} and o.key <> ${key} and o.event->'version' < ${version}`;
