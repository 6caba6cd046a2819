import type { DataSource } from 'typeorm';
import { quoteSchema } from '../../database/names';

export interface KeyInReset {
  readonly key: string;
  /** The reset was cancelled and left the key parked: only somebody who knows that may release it. */
  readonly isGivenUp: boolean;
}

/** Keys of a consumer that a `reset-keys` run has taken the state of, and has not given all of their history back. */
export const keysInReset = (dataSource: DataSource, schema: string, consumer: string): Promise<KeyInReset[]> => {
  const s = quoteSchema(schema);
  return dataSource.query<KeyInReset[]>(
    `with reset as materialized (
       select r.state, r.created_at, r.finished_at, k.key from ${s}.replay_run r
         cross join lateral jsonb_array_elements_text(r.filter->'keys') as k(key)
       where r.consumer = $1 and r.mode = 'reset-keys')
     select key, bool_and(state = 'cancelled') as "isGivenUp" from reset r
     where state in ('running', 'paused', 'failed') or (state = 'cancelled'
       and exists (select from ${s}.parked_key p where p.consumer = $1 and p.key = r.key and p.parked_at <= r.finished_at)
       and not exists (select from reset l where l.key = r.key and l.state = 'completed' and l.created_at > r.created_at))
     group by key order by key`,
    [consumer],
  );
};
