import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Resent, SyncOpenCount, SyncRow, SyncRowDetail } from '@throughcare/api/ops/sync';
import { Replies } from '@throughcare/platform/replies';
import { Caller } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { invalid, invalidField, notFound } from '@throughcare/base/errors';
import { MayRead, MayWrite, ReadAudit, NewReason, isPersonKey } from '@throughcare/platform/operations';
import { DataSource } from 'typeorm';
import { LedgerService } from '../ledger/ledger.service';
import { SyncDeskService } from '../ledger/sync-desk.service';
import { SyncOperation } from '../ledger/sync-operation.entity';
import { findOperations, historyOf, openCounts, resendable, type SyncFilter } from '../ledger/sync-search';
import { MOST, NewResend, SyncQuery, SyncSearchQuery } from './operations.dto';

/** Undefined members are left out. */
const filterOf = ({ limit: _, reason: __, ...filter }: SyncSearchQuery): SyncFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));

/** The ledger as operators see it: what other systems were told, what needs attention, and what is to be done. */
@Controller('ops/sync')
export class SyncOperationsController {
  constructor(
    private readonly db: DataSource,
    private readonly desk: SyncDeskService,
    private readonly ledger: LedgerService,
    private readonly reads: ReadAudit,
  ) {}

  @MayRead()
  @Replies(z.array(SyncRow))
  @Get('operations')
  list(@Query() query: SyncQuery, @Caller() caller: Principal) {
    return this.search(query, caller);
  }

  @MayRead()
  @Replies(z.array(SyncRow), { status: 200 })
  @Post('operations/search')
  async search(@Body() query: SyncSearchQuery, @Caller() caller: Principal) {
    const { reason, limit = 100, ...filter } = query;
    const person = filter.person?.toUpperCase();
    const look = { user: caller, data: 'sync-operations', reason };
    if (person !== undefined && !isPersonKey(person)) throw invalidField('$.person', 'invalid');
    if (person !== undefined) await this.reads.open({ ...look, keys: [person] });
    const found = await findOperations(
      this.db,
      this.ledger.hold,
      filterOf({ ...filter, ...(person !== undefined && { person }) }),
      limit,
    );
    if (person === undefined) await this.reads.note({ ...look, keys: found.map((row) => row.person) });
    return found;
  }

  @MayRead()
  @Replies(z.array(SyncOpenCount))
  @Get('open')
  open() {
    return openCounts(this.db);
  }

  @MayRead()
  @Replies(SyncRowDetail)
  @Get('operations/:id')
  async show(@Id('id') id: string, @Caller() caller: Principal) {
    const op = await this.db.manager.findOneBy(SyncOperation, { id });
    if (!op) throw notFound('OPERATION_NOT_FOUND');
    await this.reads.note({ user: caller, data: 'sync-operation', keys: [op.person], facts: { id } });
    const [row] = await findOperations(this.db, this.ledger.hold, { operationId: id }, 1);
    if (!row) throw notFound('OPERATION_NOT_FOUND');
    return { ...row, history: await historyOf(this.db, op) };
  }

  /** It is there, or was told by hand. */
  @MayWrite()
  @Replies(SyncRowDetail, { status: 200 })
  @Post('operations/:id/resolve')
  async resolve(@Id('id') id: string, @Body() { reason }: NewReason, @Caller() caller: Principal) {
    await this.desk.decide(id, 'sent', { actor: caller.username, reason });
    return this.show(id, caller);
  }

  @MayWrite()
  @Replies(Resent, { status: 200 })
  @Post('resend')
  async resend(@Body() { ids, dryRun = false, reason, ...filter }: NewResend, @Caller() caller: Principal) {
    if (ids === undefined && filter.state === undefined && filter.bookingId === undefined) throw invalid('SAY_WHICH');
    const chosen = ids ?? (await resendable(this.db, this.ledger.hold, filterOf(filter), MOST));
    return this.desk.resend(chosen, { actor: caller.username, reason }, dryRun);
  }
}
