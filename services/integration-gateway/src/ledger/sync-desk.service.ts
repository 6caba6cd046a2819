import { Injectable } from '@nestjs/common';
import { audit } from '@throughcare/messaging/database/audit';
import { UnitOfWork, type Publish } from '@throughcare/messaging/publish/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { AppError, conflict, notFound } from '@throughcare/base/errors';
import { In, type EntityManager } from 'typeorm';
import { EventDetails } from '../hmpps-out/event-detail.service';
import { resolved, undecidable } from './findings.rules';
import { Ledger } from './ledger.service';
import { SyncOperation } from './sync-operation.entity';

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

/**
 * An arrival that is told after its departure leaves an address open that nobody lives at. It may go only together with that
 * departure, which then follows it.
 */
const DEPARTED_SINCE = `select o.id from sync_operation o join sync_operation d on d.booking_id = o.booking_id and d.target = o.target
  and d.seq > o.seq and d.operation = 'person.departed' and d.published_at is not null and d.state <> 'ready' and d.id <> all($1::uuid[])
  where o.id = any($1::uuid[]) and o.operation = 'person.arrived'`;

const refusalOf = (code: string): AppError =>
  conflict(code, {
    detail:
      code === 'DEPARTURE_SENT'
        ? 'Its departure was sent: resend both together, or tell nDelius by hand and resolve it'
        : 'There is nothing to decide about this operation',
  });

/** What people decide about operations that nobody else knows about. Each decision is written down with its effect. */
@Injectable()
export class SyncDesk {
  constructor(
    private readonly work: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly details: EventDetails,
  ) {}

  /** One operation: it is there (or was told by hand), or it never came and is sent again. */
  async decide(operationId: string, outcome: 'sent' | 'not-sent', by: Decider): Promise<SyncOperation> {
    return this.work.run(async (tx, publish) => {
      const [op] = await this.lock(tx, [operationId]);
      if (!op) throw notFound('OPERATION_NOT_FOUND');
      const code = await this.refusal(tx, op, outcome, [operationId]);
      if (code !== undefined) throw refusalOf(code);
      await this.apply(tx, publish, op, outcome);
      await this.note(tx, outcome === 'sent' ? 'sync.resolve' : 'sync.resend', [operationId], by);
      return op;
    });
  }

  /** All of these again, in the order in which they were told. `dryRun` says what would be. */
  async resend(ids: readonly string[], by: Decider, dryRun: boolean): Promise<Resent> {
    return this.work.run(async (tx, publish) => {
      const resent: string[] = [];
      const refused: { operationId: string; code: string }[] = [];
      const chosen = await this.lock(tx, ids);
      const open = chosen.filter((op) => undecidable(op, 'not-sent', clock.now()) === undefined).map(({ id }) => id);
      for (const op of chosen) {
        const code = await this.refusal(tx, op, 'not-sent', open);
        if (code === undefined) resent.push(op.id);
        else refused.push({ operationId: op.id, code });
      }
      if (!dryRun) {
        for (const op of chosen) if (resent.includes(op.id)) await this.apply(tx, publish, op, 'not-sent');
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

  private async refusal(
    tx: EntityManager,
    op: SyncOperation,
    outcome: 'sent' | 'not-sent',
    together: readonly string[],
  ): Promise<string | undefined> {
    const code = undecidable(op, outcome, clock.now());
    if (code !== undefined || outcome === 'sent') return code;
    const late = await tx.query<{ id: string }[]>(DEPARTED_SINCE, [together]);
    return late.some(({ id }) => id === op.id) ? 'DEPARTURE_SENT' : undefined;
  }

  private async apply(tx: EntityManager, publish: Publish, op: SyncOperation, outcome: 'sent' | 'not-sent') {
    const step = resolved(op, outcome, clock.now());
    if (!step) throw refusalOf('OPERATION_NOT_OPEN');
    if (outcome === 'not-sent') await this.details.reopen(tx, op.eventId);
    await this.ledger.apply(tx, publish, op, step);
    if (outcome === 'not-sent') this.ledger.wake();
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
