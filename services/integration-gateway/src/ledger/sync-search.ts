import type { SyncRow } from '@throughcare/api/ops/sync';
import { clock } from '@throughcare/base/clock';
import type { DataSource, EntityManager } from 'typeorm';
import { adviceOn, UNTAKEN_SECONDS } from './findings.rules';
import { heldBehind, holdersOf, type Hold } from './holds';
import type { Late } from './ledger.rules';
import { toOperation } from './operation-view.rules';
import { SyncOperation } from './sync-operation.entity';

/** What to look for; everything that is given must hold. */
export interface SyncFilter {
  /** A state, `held`: ready, and waiting for a move before it, or `untaken`: published ten minutes ago and not read. */
  readonly state?: string;
  readonly operation?: string;
  readonly operationId?: string;
  readonly bookingId?: string;
  /** CRN, also one that was merged since, or prison number while there is none. */
  readonly person?: string;
  /** Only what a person has to look into. */
  readonly open?: boolean;
}

const UNTAKEN = `(o.state = 'published' and o.taken_at is null
  and o.published_at <= clock_timestamp() - make_interval(secs => ${UNTAKEN_SECONDS}))`;
const OPEN = `(o.state in ('unconfirmed', 'parked', 'read-again', 'no-address') or ${UNTAKEN})`;
/** Earlier versions called what had only been read confirmed. */
const SHOWN = `(case when o.state = 'confirmed' and o.evidence = 'detail-fetched' then 'read' else o.state end)`;

const HELD = `(o.state = 'ready' and exists (${heldBehind('o', ':unreadHold', ':readHold')}))`;

const rowOf = (op: SyncOperation, now: Date, heldBy: string | null): SyncRow => ({
  ...toOperation(op, heldBy),
  bookingId: op.bookingId,
  person: op.person,
  advice: adviceOn(op, now) ?? null,
});

const inState = (state: string, { unreadSeconds, readSeconds }: Hold): [string, object] => {
  const holds = { unreadHold: unreadSeconds, readHold: readSeconds };
  if (state === 'untaken') return [UNTAKEN, {}];
  if (state === 'held') return [HELD, holds];
  return state === 'ready' ? [`o.state = 'ready' and not ${HELD}`, holds] : [`${SHOWN} = :state`, { state }];
};

/** Latest first, so that what was just recorded is seen; what is open oldest first, because that is the order of the work. */
export const findOperations = async (
  db: DataSource,
  hold: Hold,
  filter: SyncFilter,
  limit: number,
): Promise<SyncRow[]> => {
  const query = db.manager.createQueryBuilder(SyncOperation, 'o').orderBy('o.seq', filter.open ? 'ASC' : 'DESC');
  if (filter.state !== undefined) query.andWhere(...inState(filter.state, hold));
  if (filter.operation !== undefined) query.andWhere('o.operation = :operation', { operation: filter.operation });
  if (filter.bookingId !== undefined) query.andWhere('o.bookingId = :bookingId', { bookingId: filter.bookingId });
  if (filter.operationId !== undefined) query.andWhere('o.id = :id', { id: filter.operationId });
  if (filter.person !== undefined)
    query.andWhere('(o.person = :person or o.madeWith = :person)', { person: filter.person });
  if (filter.open) query.andWhere(OPEN);
  const now = clock.now();
  const found = await query.limit(limit).getMany();
  const waiting = found.flatMap(({ id, state }) => (state === 'ready' ? [id] : []));
  const holders = await holdersOf(db, waiting, hold);
  return found.map((op) => rowOf(op, now, holders.get(op.id) ?? null));
};

/** What is open of these, and of one booking with an open arrival its departure, which has to follow it. */
export const resendable = async (db: DataSource, hold: Hold, filter: SyncFilter, limit: number): Promise<string[]> => {
  const open = await findOperations(db, hold, { ...filter, open: true }, limit);
  const ids = open.map(({ operationId }) => operationId);
  const { bookingId, operation: only } = filter;
  if (bookingId === undefined || only !== undefined || !open.some(({ operation }) => operation === 'person.arrived'))
    return ids;
  const departed = await findOperations(db, hold, { bookingId, operation: 'person.departed' }, limit);
  const told = departed.filter(({ state }) => ['published', 'read', 'confirmed'].includes(state));
  return [...new Set([...ids, ...told.map(({ operationId }) => operationId)])];
};

/** As far as anybody knows, nDelius has it or will. */
const TOLD = `('claimed', 'published', 'read', 'read-again', 'no-address', 'unconfirmed', 'confirmed')`;

/**
 * An arrival that is told after its departure leaves an address open that nobody lives at: it goes only together with that
 * departure, which follows it and ends the address, and after its correction only together with that or with its departure. Once a
 * later stay or move was told, nDelius would end or overwrite the address of that one.
 */
const OUT_OF_ORDER = `select o.id, case when l.operation = 'person.departed' then 'DEPARTURE_SENT'
    when l.operation = 'person.arrived.updated' and l.booking_id = o.booking_id then 'CORRECTION_SENT' else 'LATER_STAY_SENT' end as code
  from sync_operation o join sync_operation l on l.target = o.target and l.person = o.person and l.seq > o.seq and l.beside is null
    and l.state in ${TOLD} and l.id <> all($1::uuid[])
  where o.id = any($1::uuid[])
    and ((o.operation in ('person.arrived', 'person.arrived.updated', 'person.departed')
        and l.operation = 'person.arrived')
      or (o.operation in ('person.arrived', 'person.arrived.updated') and l.operation = 'person.arrived.updated'
        and not exists (select from sync_operation d where d.id = any($1::uuid[]) and d.operation = 'person.departed'
          and d.booking_id = o.booking_id and d.booking_id = l.booking_id and d.seq > l.seq))
      or (o.operation = 'person.arrived' and l.operation = 'person.departed' and l.booking_id = o.booking_id))
  order by code`;

/** Which of these would come too late if just these were sent again now, and why; a later stay is the reason that stays. */
export const outOfOrder = async (tx: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, Late>> => {
  const rows = await tx.query<{ id: string; code: Late }[]>(OUT_OF_ORDER, [ids]);
  return new Map(rows.map(({ id, code }) => [id, code]));
};

/** How many there are of each state that is open. */
export const openCounts = async (db: DataSource): Promise<{ state: string; count: number; oldestSeconds: number }[]> =>
  db.query(
    `select case when o.state = 'published' then 'untaken' else o.state end as state, count(*)::int as count,
       extract(epoch from clock_timestamp() - min(o.created_at))::int as "oldestSeconds"
     from sync_operation o where ${OPEN} group by 1 order by 1`,
  );

export interface HistoryEntry {
  readonly at: Date;
  readonly what: string;
  readonly by?: string;
  readonly reason?: string;
}

/** What became of one operation: what it published about itself, and what people decided. Oldest first. */
export const historyOf = async (db: DataSource, op: SyncOperation): Promise<HistoryEntry[]> => {
  const rows = await db.query<{ at: Date; what: string; actor: string | null; reason: string | null }[]>(
    `select occurred_at as at, coalesce(payload::jsonb->>'outcome', payload::jsonb->>'reason') as what,
       null as actor, null as reason
     from (select key, aggregate_id, occurred_at, payload from event_log
           union all select key, aggregate_id, occurred_at, payload from outbox) e
     where key = any($2::text[]) and aggregate_id = $1
     union all
     select at, action, actor, reason from ops_audit
     where action in ('sync.resolve', 'sync.resend') and parameters->'operationIds' ? $1
     order by at`,
    [op.id, [op.person, op.crn, op.madeWith, op.nomsNumber].filter((key) => key !== null)],
  );
  const made = { at: op.createdAt, what: 'recorded' };
  return [
    made,
    ...rows.map(({ at, what, actor, reason }) => ({
      at,
      what,
      ...(actor !== null && { by: actor }),
      ...(reason !== null && { reason }),
    })),
  ];
};
