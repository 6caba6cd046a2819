import { Body, Controller, Get, Put } from '@nestjs/common';
import { BookingSync, SyncOperation } from '@throughcare/api/ops/sync';
import { Replies } from '@throughcare/platform/replies';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Reach, Staff } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { BookingAccess } from './booking-access';
import { LedgerService } from './ledger.service';
import { toOperation } from './operation-view.rules';
import { SyncDeskService } from './sync-desk.service';
import { ResolutionUpdate } from './sync.dto';

/** What other systems have been told. Neither path nor answer names a person. */
@ApiTags('integration-gateway')
@Controller('sync')
@Authority('ROLE_PROBATION')
export class SyncController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly desk: SyncDeskService,
    private readonly bookings: BookingAccess,
  ) {}

  @Replies(BookingSync)
  @Get('bookings/:bookingId')
  @Reach('region', 'person')
  async ofBooking(@Caller() caller: Principal, @Id('bookingId') bookingId: string) {
    await this.bookings.require(caller, bookingId);
    const { operations, holders } = await this.ledger.ofBooking(bookingId);
    return { bookingId, operations: operations.map((op) => toOperation(op, holders.get(op.id) ?? null)) };
  }

  @Replies(SyncOperation)
  @Put('operations/:operationId/resolution')
  @Staff('CAS3_ADMIN')
  @Reach('none')
  async resolve(
    @Caller() caller: Principal,
    @Id('operationId') operationId: string,
    @Body() { outcome, reason }: ResolutionUpdate,
  ) {
    const decided = await this.desk.decide(operationId, outcome, { actor: caller.username, reason });
    return toOperation(decided, (await this.ledger.holdersOf([decided])).get(operationId) ?? null);
  }
}
