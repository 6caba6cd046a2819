import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { changeLocked } from '@throughcare/messaging/aggregate';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { CONFIG } from '@throughcare/platform/config';
import { logger } from '@throughcare/platform/logging';
import { runInContext } from '@throughcare/platform/telemetry';
import type { EntityManager } from 'typeorm';
import type { GatewayConfig } from '../../config';
import { EventDetailService } from '../../public-events/event-detail.service';
import { holdMerges } from '../../identity/merged-numbers';
import { dueOperations, lostClaims, pullForward, unaddressedReads } from './due';
import type { SendFailure } from '../ledger.rules';
import { answered, failed, park, silent } from '../ledger.rules';
import { LedgerService } from '../ledger.service';
import { operations } from '../operations.aggregate';
import { unaddressed } from '../seen.rules';
import { failureOf, type SdkError } from './sns-failure.rules';
import { SnsPublisher } from './sns-publisher';
import { switchOf } from '../../config/switches';
import { SyncOperation } from '../sync-operation.entity';

const log = logger('dispatcher');
const BATCH = 20;
/** After this nobody is working on a claim any more: a send ends, one way or the other, within ten seconds. */
const LEASE_MS = 20_000;
/** A process that slept between claim and send does not send: someone else may have taken over. */
const FRESH_MS = 5_000;
/** About as long as a database takes to fail over. */
const WRITE_ATTEMPTS = 60;
const WRITE_PAUSE_MS = 500;
const TOO_LATE: SendFailure = { code: 'CLAIM_TOO_OLD', unsent: true, permanent: false };

/** Writes down what SNS answered, through an outage of the database: nobody else knows it. */
const persistently = async (write: () => Promise<void>): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      if (attempt === WRITE_ATTEMPTS) throw error;
      await sleep(WRITE_PAUSE_MS);
    }
  }
};

/**
 * Sends what the ledger has ready: in order per person, one at a time per person whichever instance does it, the claim
 * committed before the send. After a crash in between, only what is harmless is repeated.
 */
@Injectable()
export class Dispatcher {
  readonly instance = randomUUID();
  private failing = false;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly work: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly details: EventDetailService,
    private readonly publisher: SnsPublisher,
  ) {}

  /** Sends what is due. True when there may be more. */
  async round(): Promise<boolean> {
    if (!(await this.ledger.anyDue())) return false;
    const { claimed, switched } = await this.claim();
    const sent = await Promise.all(claimed.map((op) => this.send(op)));
    if (this.failing && sent.includes(true)) await this.targetIsBack();
    if (sent.includes(false)) this.failing = true;
    return switched > 0 || sent.includes(true);
  }

  /** Looks after claims whose sender never came back, and after reads that nothing followed. */
  async recover(leaseMs = LEASE_MS): Promise<void> {
    await this.work.run(async (tx) => {
      for (const op of await lostClaims(tx, leaseMs)) {
        const step = silent(op, clock.now(), this.config.SYNC_EVIDENCE_SECONDS * 1000);
        if (step.changes.state) await this.ledger.apply(tx, op, step);
      }
    });
    await this.doubt(this.config.SYNC_ADDRESS_SECONDS * 1000);
  }

  /** What was read and should have made or changed an address by now, and nothing says so. */
  private async doubt(patienceMs: number): Promise<void> {
    if (patienceMs === 0) return;
    await this.work.run(async (tx) => {
      for (const op of await unaddressedReads(tx, patienceMs))
        await this.ledger.apply(tx, op, unaddressed(op, clock.now(), 0));
    });
  }

  /** Commits the claim of every operation that may go now; what a switch holds back is set aside. */
  claim(): Promise<{ readonly claimed: readonly SyncOperation[]; readonly switched: number }> {
    return this.work.run(async (tx) => {
      await holdMerges(tx);
      const due = await dueOperations(tx, {
        limit: BATCH,
        hold: this.ledger.hold,
        orderHoldSeconds: this.config.SYNC_ORDER_HOLD_SECONDS,
        updateHoldSeconds: this.config.SYNC_UPDATE_HOLD_SECONDS,
      });
      const claimed: SyncOperation[] = [];
      for (const op of due) claimed.push(...(await this.take(tx, op)));
      return { claimed, switched: due.length - claimed.length };
    });
  }

  /** Sends a claimed operation and notes what became of it. False when it did not go. */
  async send(op: SyncOperation): Promise<boolean> {
    const context = {
      correlationId: op.correlationId,
      causationId: op.eventId,
      ...(op.traceparent !== null && { traceparent: op.traceparent }),
    };
    return runInContext(context, async () => {
      const failure = await this.deliver(op);
      return failure === undefined;
    });
  }

  private async deliver(op: SyncOperation): Promise<SendFailure | undefined> {
    const stale = clock.now().getTime() - (op.claimedAt?.getTime() ?? 0) > FRESH_MS;
    const outcome = stale ? TOO_LATE : await this.tellOrFail(op);
    await persistently(() => this.note(op.id, outcome));
    if (typeof outcome === 'string') return undefined;
    log.warn({ operationId: op.id, code: outcome.code, unsent: outcome.unsent }, 'not sent');
    return outcome;
  }

  private note(id: string, outcome: string | SendFailure): Promise<void> {
    return this.work.run(async (tx) => {
      const op = await tx.findOneOrFail(SyncOperation, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (typeof outcome === 'string') await this.ledger.apply(tx, op, answered(op, outcome, clock.now()));
      else if (op.claimedBy === this.instance)
        await this.ledger.apply(tx, op, failed(op, outcome, clock.now(), Math.random()));
    });
  }

  private async tellOrFail(op: SyncOperation): Promise<string | SendFailure> {
    try {
      return await this.publisher.tell({ ...op, crn: op.crn ?? '' });
    } catch (error) {
      return failureOf(error as SdkError);
    }
  }

  /** The claimed operation, or none when a switch holds it back. */
  private async take(tx: EntityManager, op: SyncOperation): Promise<SyncOperation[]> {
    const position = switchOf(this.config.SYNC_SWITCHES, op.target, op.operation);
    const now = clock.now();
    if (position !== 'on') {
      const dry = { changes: { state: 'dry-run' as const }, events: [] };
      await this.ledger.apply(tx, op, position === 'off' ? park(op, 'SWITCHED_OFF', now) : dry);
      return [];
    }
    await this.details.seal(tx, op.eventId, now);
    const changes = { state: 'claimed', claimedAt: now, claimedBy: this.instance, attempts: op.attempts + 1 } as const;
    return [await changeLocked(this.work, operations, op, { changes, events: [] })];
  }

  /** The target answers again: nobody waits out a pause that belonged to the outage. */
  private async targetIsBack(): Promise<void> {
    this.failing = false;
    await this.work.run((tx) => pullForward(tx));
  }
}
