import type { EntityManager } from 'typeorm';

/** As far as anybody knows, nDelius has it or will. */
const TOLD = `('claimed', 'published', 'read', 'read-again', 'no-address', 'unconfirmed', 'confirmed')`;

/**
 * An arrival that is told after its departure leaves an address open that nobody lives at: it goes only together with that
 * departure, which follows it and ends the address. Once a later stay was told, nDelius would end or overwrite the address of
 * that one.
 */
const OUT_OF_ORDER = `select o.id, case when l.operation = 'person.arrived' then 'LATER_STAY_SENT' else 'DEPARTURE_SENT' end as code
  from sync_operation o join sync_operation l on l.target = o.target and l.seq > o.seq and l.beside is null
    and l.state in ${TOLD} and l.id <> all($1::uuid[])
  where o.id = any($1::uuid[])
    and ((o.operation in ('person.arrived', 'person.arrived.updated', 'person.departed')
        and l.operation = 'person.arrived' and l.person = o.person and l.booking_id is distinct from o.booking_id)
      or (o.operation = 'person.arrived' and l.operation = 'person.departed' and l.booking_id = o.booking_id))
  order by l.operation desc, o.seq`;

/** Which of these would come too late if just these were sent again now, and why; a later stay is the reason that stays. */
export const outOfOrder = async (tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await tx.query<{ id: string; code: string }[]>(OUT_OF_ORDER, [ids]);
  return new Map(rows.map(({ id, code }) => [id, code]));
};
