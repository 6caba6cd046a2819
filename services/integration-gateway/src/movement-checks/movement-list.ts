import type { MovementList } from '@throughcare/api/ops/hmpps';
import type { Sendable } from '@throughcare/platform/replies';
import type { DataSource } from 'typeorm';

/** Movements that need a look, without whom they are about: pending oldest first, gaps of the last day latest first. */
type Movements = Sendable<MovementList>;

const MOST = 200;

export const movementList = async (db: DataSource): Promise<Movements> => {
  const [pending, gaps, messages] = await Promise.all([
    db.query<Movements['pending']>(
      `select id, claim, hmpps_type as type, looks, outcome, received_at as "receivedAt",
         round(extract(epoch from clock_timestamp() - received_at))::float8 as seconds
       from custody_claim where state = 'pending' order by received_at, id limit ${MOST}`,
    ),
    db.query<Movements['gaps']>(
      `select g.id, g.claim, g.code, g.found_at as "foundAt", c.state, c.outcome
       from custody_gap g left join lateral (select state, outcome from custody_claim c
         where c.noms_number = g.noms_number and c.received_at >= g.found_at - interval '1 second' order by c.received_at limit 1) c on true
       where g.found_at > clock_timestamp() - interval '1 day' order by g.found_at desc, g.id limit ${MOST}`,
    ),
    db.query<Movements['messages']>(
      `select hmpps_type as type, count(*)::float8 as messages, max(received_at) as "lastAt" from inbound_message
       where sns_message_id is null or sns_message_id not like 'gap %' group by 1 order by 3 desc`,
    ),
  ]);
  return { pending, gaps, messages };
};

export interface Mover {
  readonly id: string;
  readonly nomsNumber: string;
  readonly claim: string;
}

/** Whom a claim or a gap is about. */
export const moverOf = async (db: DataSource, id: string): Promise<Mover | undefined> => {
  const [row] = await db.query<Mover[]>(
    `select id, noms_number as "nomsNumber", claim from custody_claim where id = $1
     union all select id, noms_number, claim from custody_gap where id = $1 limit 1`,
    [id],
  );
  return row;
};
