import type { EntityManager } from 'typeorm';
import { PROVEN } from '../evidence.rules';
import { heldBehind, type Hold } from '../holds';
import { PASSED_BY } from '../ledger.rules';
import { SyncOperation } from '../sync-operation.entity';

export interface DueOptions {
  readonly limit: number;
  readonly hold: Hold;
  readonly orderHoldSeconds: number;
  readonly updateHoldSeconds: number;
}

const HELD = (row: string) => `exists (${heldBehind(row, ':unreadHold', ':readHold')})`;

/**
 * Nothing earlier of the same person is still open. What is switched off, came too late or itself waits behind, does not count; a contact passes
 * what waits for a move.
 */
const FIRST_IN_LINE = `not exists (select from sync_operation e
  where e.person = o.person and e.target = o.target and e.seq < o.seq
    and (e.state in ('claimed', 'unconfirmed')
      or (e.state = 'ready' and (o.operation like 'person.%' or not ${HELD('e')}))
      or (e.state = 'parked' and e.reason not in (${PASSED_BY.map((reason) => `'${reason}'`).join(', ')}))))`;

/**
 * SQS does not promise order, and nDelius drops a correction that is older than its own first entry. So moves and corrections
 * wait, for a while, until what went before has been taken.
 */
const NOT_TOO_SOON = `not exists (select from sync_operation e
  where e.person = o.person and e.target = o.target and e.seq < o.seq and e.state = 'published' and e.taken_at is null
    and e.published_at > clock_timestamp() - make_interval(secs =>
      case when o.operation like '%.updated' then :updateHold::float8
           when o.operation like 'person.%' then :orderHold::float8 else 0 end))`;

/** Operations that may be claimed now, locked; another instance sees others. */
export const dueOperations = (tx: EntityManager, options: DueOptions): Promise<SyncOperation[]> =>
  tx
    .createQueryBuilder(SyncOperation, 'o')
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .where(`o.state = 'ready' and o.next_attempt_at <= clock_timestamp()`)
    .andWhere(FIRST_IN_LINE)
    .andWhere(`not ${HELD('o')}`, { unreadHold: options.hold.unreadSeconds, readHold: options.hold.readSeconds })
    .andWhere(NOT_TOO_SOON, { updateHold: options.updateHoldSeconds, orderHold: options.orderHoldSeconds })
    .orderBy('o.seq')
    .limit(options.limit)
    .getMany();

/** Claims older than any send can take, locked. */
export const lostClaims = (tx: EntityManager, leaseMs: number): Promise<SyncOperation[]> =>
  tx
    .createQueryBuilder(SyncOperation, 'o')
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .where(`o.state = 'claimed' and o.claimed_at <= clock_timestamp() - make_interval(secs => :seconds::float8)`, {
      seconds: leaseMs / 1000,
    })
    .orderBy('o.seq')
    .limit(100)
    .getMany();

/** Ends the pauses of everything that waits because a send failed. */
export const pullForward = async (tx: EntityManager): Promise<void> => {
  await tx.query(
    `update sync_operation set next_attempt_at = clock_timestamp()
     where state = 'ready' and last_error is not null and next_attempt_at > clock_timestamp()`,
  );
};

/** Read so long ago that nDelius would have told the address by now, locked. */
export const unaddressedReads = (tx: EntityManager, patienceMs: number): Promise<SyncOperation[]> =>
  tx
    .createQueryBuilder(SyncOperation, 'o')
    .setLock('pessimistic_write')
    .setOnLocked('skip_locked')
    .where(`o.state = 'read' and o.operation in (${PROVEN.map((name) => `'${name}'`).join(', ')})`)
    .andWhere('o.taken_at <= clock_timestamp() - make_interval(secs => :seconds::float8)', {
      seconds: patienceMs / 1000,
    })
    .orderBy('o.seq')
    .limit(100)
    .getMany();
