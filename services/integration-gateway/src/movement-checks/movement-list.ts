import type { DataSource } from 'typeorm';

/** Movements that need a look, without whom they are about. */
export interface MovementList {
  /** Told by a message, and neither shown nor refused by the prison yet. Oldest first. */
  readonly pending: readonly object[];
  /** Shown by the prison within the last day, and told by no believed message. Latest first. */
  readonly gaps: readonly object[];
  /** When a message of each kind came last. */
  readonly messages: readonly object[];
}

const MOST = 200;

export const movementList = async (db: DataSource): Promise<MovementList> => {
  const [pending, gaps, messages] = await Promise.all([
    db.query<object[]>(
      `select id, claim, hmpps_type as type, looks, outcome, received_at as "receivedAt",
         round(extract(epoch from clock_timestamp() - received_at))::float8 as seconds
       from custody_claim where state = 'pending' order by received_at, id limit ${MOST}`,
    ),
    db.query<object[]>(
      `select g.id, g.claim, g.code, g.found_at as "foundAt", c.state, c.outcome
       from custody_gap g left join lateral (select state, outcome from custody_claim c
         where c.noms_number = g.noms_number and c.received_at >= g.found_at - interval '1 second' order by c.received_at limit 1) c on true
       where g.found_at > clock_timestamp() - interval '1 day' order by g.found_at desc, g.id limit ${MOST}`,
    ),
    db.query<object[]>(
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
