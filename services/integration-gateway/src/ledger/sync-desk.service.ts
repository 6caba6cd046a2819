import { Injectable } from '@nestjs/common';
import { audit } from '@throughcare/messaging/operations';
import { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { AppError, conflict, notFound } from '@throughcare/base/errors';
import { In, type EntityManager } from 'typeorm';
import { EventDetailService } from '../public-events/event-detail.service';
import { goesAlong, notSent, resolved, undecidable } from './findings.rules';
import { LedgerService } from './ledger.service';
import { SyncOperation } from './sync-operation.entity';
import { outOfOrder } from './sync-search';

/** Who decides, and why. */
export interface Decider {
  readonly actor: string;
  readonly reason?: string | undefined;
}
export interface Resent {
  readonly found: number;
  readonly resent: readonly string[];
  readonly refused: readonly { readonly operationId: string; readonly code: string }[];
}

const SAYS: Readonly<Record<string, string>> = {
  DEPARTURE_SENT: 'Its departure was sent: resend everything of its booking',
  CORRECTION_SENT: 'A correction of it was sent: resend everything of its booking, or enter it by hand and resolve it',
  LATER_STAY_SENT: 'nDelius already has a later stay or move of this person: enter it by hand and resolve it',
};
const refusalOf = (code: string): AppError =>
  conflict(code, { detail: SAYS[code] ?? 'There is nothing to decide about this operation' });

/** What people decide about operations that nobody else knows about. Each decision is written down with its effect. */
@Injectable()
export class SyncDeskService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly ledger: LedgerService,
    private readonly details: EventDetailService,
  ) {}

  /** One operation: it is there (or was told by hand), or it never came and is sent again. */
  async decide(operationId: string, outcome: 'sent' | 'not-sent', by: Decider): Promise<SyncOperation> {
    return this.work.run(async (tx) => {
      const [op] = await this.lock(tx, [operationId]);
      if (!op) throw notFound('OPERATION_NOT_FOUND');
      const code =
        undecidable(op, outcome, clock.now()) ??
        (outcome === 'not-sent' ? (await outOfOrder(tx, [operationId])).get(operationId) : undefined);
      if (code !== undefined) throw refusalOf(code);
      const decided = await this.apply(tx, op, outcome);
      await this.note(tx, outcome === 'sent' ? 'sync.resolve' : 'sync.resend', [operationId], by);
      return decided;
    });
  }

  /**
   * All of these again, in the order in which they were told; with an arrival its departure where both are named. `dryRun` says
   * what would be.
   */
  async resend(ids: readonly string[], by: Decider, dryRun: boolean): Promise<Resent> {
    return this.work.run(async (tx) => {
      const chosen = await this.lock(tx, ids);
      const { resent, refused } = await this.planOf(tx, chosen);
      if (!dryRun) {
        for (const op of chosen) if (resent.includes(op.id)) await this.apply(tx, op, 'not-sent');
        await this.note(tx, 'sync.resend', resent, by);
      }
      return { found: chosen.length, resent, refused };
    });
  }

  private lock(tx: EntityManager, ids: readonly string[]): Promise<SyncOperation[]> {
    return tx.find(SyncOperation, {
      where: { id: In([...ids]) },
      order: { seq: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  private async planOf(tx: EntityManager, chosen: readonly SyncOperation[]): Promise<Omit<Resent, 'found'>> {
    const now = clock.now();
    const open = chosen.filter((op) => undecidable(op, 'not-sent', now) === undefined);
    const along = chosen.filter((op) => !open.includes(op) && open.some((arrival) => goesAlong(op, arrival)));
    const codes = await outOfOrder(
      tx,
      [...open, ...along].map(({ id }) => id),
    );
    const codeOf = (op: SyncOperation) =>
      open.includes(op) || along.includes(op) ? codes.get(op.id) : undecidable(op, 'not-sent', now);
    const refused = chosen.flatMap((op) => {
      const code = codeOf(op);
      return code === undefined ? [] : [{ operationId: op.id, code }];
    });
    return { resent: chosen.filter((op) => codeOf(op) === undefined).map(({ id }) => id), refused };
  }

  private async apply(tx: EntityManager, op: SyncOperation, outcome: 'sent' | 'not-sent') {
    const now = clock.now();
    const step = outcome === 'sent' ? resolved(op, outcome, now) : notSent(now);
    if (!step) throw refusalOf('OPERATION_NOT_OPEN');
    if (outcome === 'not-sent') await this.details.reopen(tx, op.eventId);
    const decided = await this.ledger.apply(tx, op, step);
    if (outcome === 'not-sent') this.ledger.wake();
    return decided;
  }

  private note(tx: EntityManager, action: string, operationIds: readonly string[], { actor, reason }: Decider) {
    return audit(tx, 'gateway', {
      actor,
      action,
      parameters: { operationIds },
      ...(reason !== undefined && { reason }),
    });
  }
}
