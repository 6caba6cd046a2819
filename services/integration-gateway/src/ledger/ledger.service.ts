import { Inject, Injectable } from '@nestjs/common';
import { outboundGate } from '@throughcare/base/context';
import { changeLocked, createAggregate, type Change } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { CONFIG } from '@throughcare/platform/config';
import type { ComponentHealth } from '@throughcare/platform/health';
import type { AddressChange } from '@throughcare/hmpps/intake.rules';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { GatewayConfig } from '../config';
import { survivorOf } from '../identity/merged-numbers';
import { effectOf } from './evidence.rules';
import { heldBehind, holdersOf, holdOf, type Hold } from './holds';
import { isOfAStay, lockLine, putLaterBehind } from './line-order';
import { blocksFollowers, NOTHING, park, PASSED_BY, type Late, type OperationState, type Step } from './ledger.rules';
import { operations } from './operations.aggregate';
import { seen } from './seen.rules';
import { openCounts, outOfOrder } from './sync-search';
import { SyncOperation } from './sync-operation.entity';

/** How far the consumer's clock may lie behind ours. */
const CLOCK_SKEW_MS = 90_000;
/** {@link blocksFollowers} in SQL. */
const IN_FRONT = `(state = 'unconfirmed' or (state = 'parked' and reason not in (${PASSED_BY.map((reason) => `'${reason}'`).join(', ')})))`;
const UNPROVEN: readonly OperationState[] = ['claimed', 'published', 'read', 'read-again', 'no-address', 'unconfirmed'];
/** The address that changed is not that of the stay: its arrival made another, or none yet. */
const ANOTHER_STAY = `select from sync_operation a where a.booking_id = o.booking_id and a.target = o.target
  and a.operation = 'person.arrived' and a.beside is null
  and case when a.address_id is null then a.state <> 'confirmed' else a.address_id is distinct from :addressId end`;
/** An arrival closes the address before it: the change that says so tells nothing about an earlier departure. */
const OVERTAKEN = `select from sync_operation n where n.person = o.person and n.target = o.target and n.seq > o.seq
  and n.operation = 'person.arrived' and n.claimed_at <= :by`;
const forUpdate = { mode: 'pessimistic_write' } as const;

/** What left, what waits, and what was seen of it. */
@Injectable()
export class LedgerService {
  private readonly listeners: (() => void)[] = [];
  /** How long what is told of a stay waits for the move before. */
  readonly hold: Hold;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly db: DataSource,
    private readonly work: UnitOfWork,
  ) {
    this.hold = holdOf(config);
  }

  /** Calls back when there may be something to send, a little before it is committed. */
  onInserted(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Adds an operation to its person's line; behind a parked one it is parked too. What happened later is put behind it. Says why when it
   * came too late and waits for somebody.
   */
  async insert(tx: EntityManager, op: SyncOperation, step?: Step): Promise<Late | undefined> {
    outboundGate('sync-ledger'); // a row here is sent: a replay without effects may not make one
    if (isOfAStay(op)) await lockLine(tx, op.person);
    const first = step ?? ((await this.isBlocked(tx, op)) ? park(op, 'BEHIND_PARKED', clock.now()) : NOTHING);
    await createAggregate(this.work, operations, { ...op, ...first.changes }, { events: first.events });
    this.wake();
    return this.admit(tx, op);
  }

  /**
   * Gives an operation the place in its person's line that is right by when it happened. Too late for that place, because what nDelius was
   * told since would make it harm: it is parked, and its reason says so. While there is no CRN nobody knows whose line it belongs to.
   */
  async admit(
    tx: EntityManager,
    op: Pick<SyncOperation, 'id' | 'operation' | 'person' | 'crn'>,
  ): Promise<Late | undefined> {
    if (!isOfAStay(op) || op.crn === null) return undefined;
    await lockLine(tx, op.person);
    if (!(await putLaterBehind(tx, op.id))) return undefined;
    await this.realign(tx, op.person);
    const late = (await outOfOrder(tx, [op.id])).get(op.id);
    if (late === undefined) return undefined;
    const placed = await tx.findOneOrFail(SyncOperation, { where: { id: op.id }, lock: forUpdate });
    await this.apply(tx, placed, park(placed, late, clock.now(), placed.lastError));
    return late;
  }

  /** There may be something to send, once this transaction is committed. */
  wake(): void {
    for (const listener of this.listeners) listener();
  }

  /** Moves a locked operation on, tells who listens, and parks or releases those behind it. */
  async apply(tx: EntityManager, op: SyncOperation, step: Change<SyncOperation>): Promise<SyncOperation> {
    const blocked = blocksFollowers(op.state, op.reason);
    const after = await changeLocked(this.work, operations, op, step);
    const blocks = blocksFollowers(after.state, after.reason);
    if (blocks && !blocked) await this.parkFollowers(tx, after);
    // An instance of the release before parks behind whatever is parked.
    if ((blocked || op.state === 'parked') && !blocks) await this.releaseFollowers(tx, after);
    if (after.state === 'confirmed') this.wake(); // a move may have waited for it
    return after;
  }

  /** Operations were put into this person's line, or taken out: what waits behind others waits behind those of its own line. */
  async realign(tx: EntityManager, person: string): Promise<void> {
    const blocking = await tx
      .createQueryBuilder(SyncOperation, 'o')
      .setLock('pessimistic_write')
      .where(`o.person = :person and ${IN_FRONT}`, { person })
      .orderBy('o.seq')
      .getMany();
    for (const op of blocking) await this.parkFollowers(tx, op);
    await this.releaseFollowers(tx, { person, target: 'ndelius' });
    this.wake();
  }

  /** Someone read the detail. Only what was (perhaps) sent can have been fetched because of it. */
  async fetched(eventId: string, clientId: string): Promise<void> {
    const consumer = this.config.SYNC_CONSUMER_CLIENT_ID;
    if (consumer !== undefined && consumer !== clientId) return;
    await this.work.run(async (tx) => {
      const op = await tx.findOne(SyncOperation, { where: { eventId, target: 'ndelius' }, lock: forUpdate });
      if (!op) return;
      await this.apply(tx, op, seen(op, 'detail-fetched', clock.now()));
    });
  }

  /** Our own message came back from the topic. */
  async echoed(tx: EntityManager, eventId: string): Promise<void> {
    const op = await tx.findOne(SyncOperation, { where: { eventId, target: 'ndelius' }, lock: forUpdate });
    if (op) await this.apply(tx, op, seen(op, 'topic-echo', clock.now()));
  }

  /**
   * nDelius changed an address of this person. It is put down to the newest operation on its way by then that has such an
   * effect: an arrival makes an address, a correction changes the one of its stay, a departure ends that.
   */
  async addressChanged(tx: EntityManager, told: AddressChange & { at: Date }): Promise<void> {
    const { crn, change, addressId = null, at } = told;
    const operation = effectOf(told);
    if (operation === undefined) return;
    const query = tx
      .createQueryBuilder(SyncOperation, 'o')
      .setLock('pessimistic_write')
      .where({ crn: await survivorOf(tx, 'crn', crn), operation, state: In(UNPROVEN) })
      .andWhere('o.claimed_at <= :by and not exists (' + OVERTAKEN + ')', {
        by: new Date(at.getTime() + CLOCK_SKEW_MS),
      });
    if (change === 'updated') query.andWhere(`not exists (${ANOTHER_STAY})`, { addressId });
    const op = await query.orderBy('o.seq', 'DESC').limit(1).getOne();
    if (!op) return;
    const { changes, events } = seen(op, `address-${change}`, clock.now());
    await this.apply(tx, op, { changes: { ...changes, ...(change === 'created' && { addressId }) }, events });
  }

  /** Operations held until this person has a CRN, locked, in order. */
  async waitingForCrn(tx: EntityManager, nomsNumber: string): Promise<SyncOperation[]> {
    const where = { nomsNumber, state: 'parked', reason: 'NO_CRN' } as const;
    return tx.find(SyncOperation, { where, order: { seq: 'ASC' }, lock: forUpdate });
  }

  /** True when something waits whose time has come: one look at an index instead of a transaction. */
  async anyDue(): Promise<boolean> {
    const rows: unknown[] = await this.db.query(
      `select 1 from sync_operation where state = 'ready' and next_attempt_at <= clock_timestamp() limit 1`,
    );
    return rows.length > 0;
  }

  /** What was sent of a booking, oldest first, and which of it waits for what. */
  async ofBooking(bookingId: string) {
    const operations = await this.db.manager.find(SyncOperation, { where: { bookingId }, order: { seq: 'ASC' } });
    return { operations, holders: await this.holdersOf(operations) };
  }

  /** Which of these wait for a move before them, and for which. */
  holdersOf(operations: readonly SyncOperation[]): Promise<ReadonlyMap<string, string>> {
    const waiting = operations.filter(({ state }) => state === 'ready');
    return holdersOf(
      this.db,
      waiting.map(({ id }) => id),
      this.hold,
    );
  }

  /** Counts for `/health`. What waits for people is no reason to call the service down. */
  async health(): Promise<ComponentHealth> {
    const open = await openCounts(this.db);
    const countOf = (wanted: string) => open.find(({ state }) => state === wanted)?.count ?? 0;
    const [row]: { waiting: number; held: number; oldest: number | null }[] = await this.db.query(
      `select count(*) filter (where not held)::int as waiting, count(*) filter (where held)::int as held,
         extract(epoch from clock_timestamp() - min(created_at) filter (where not held))::int as oldest
       from (select o.created_at, o.state = 'ready' and exists (${heldBehind('o', '$1', '$2')}) as held
         from sync_operation o where o.state in ('ready', 'claimed')) w`,
      [this.hold.unreadSeconds, this.hold.readSeconds],
    );
    const { waiting = 0, held = 0, oldest = null } = row ?? {};
    return {
      status: 'UP',
      details: {
        waiting,
        held,
        parked: countOf('parked'),
        unconfirmed: countOf('unconfirmed'),
        untaken: countOf('untaken'),
        readAgain: countOf('read-again'),
        noAddress: countOf('no-address'),
        oldestWaitingSeconds: oldest ?? 0,
      },
    };
  }

  /** Locks the row in front, so that it cannot be released while we queue up behind it. */
  private async isBlocked(tx: EntityManager, { person, target }: SyncOperation): Promise<boolean> {
    const front: unknown[] = await tx.query(
      `select 1 from sync_operation where person = $1 and target = $2
         and ${IN_FRONT}
       order by seq limit 1 for update`,
      [person, target],
    );
    return front.length > 0;
  }

  private async parkFollowers(tx: EntityManager, { person, target, seq }: SyncOperation) {
    const followers = await tx
      .createQueryBuilder(SyncOperation, 'o')
      .setLock('pessimistic_write')
      .where({ person, target, state: 'ready' })
      .andWhere('o.seq > :seq', { seq })
      .orderBy('o.seq')
      .getMany();
    for (const op of followers) await changeLocked(this.work, operations, op, park(op, 'BEHIND_PARKED', clock.now()));
  }

  private async releaseFollowers(
    tx: EntityManager,
    { person, target }: Pick<SyncOperation, 'person' | 'target'>,
  ): Promise<void> {
    await tx.query(
      `update sync_operation o set state = 'ready', reason = null, next_attempt_at = clock_timestamp()
       where person = $1 and target = $2 and state = 'parked' and reason = 'BEHIND_PARKED'
         and not exists (select from sync_operation f where f.person = o.person and f.target = o.target
           and f.seq < o.seq and ${IN_FRONT.replaceAll(/state|reason/g, 'f.$&')})`,
      [person, target],
    );
  }
}
