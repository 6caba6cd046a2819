import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { BookingListCounts, BookingListPage, BookingStep, WaitingList } from '@throughcare/api/cas3/booking';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { BookingListsService } from './booking-lists.service';
import { HistoryService } from './history.service';
import { BookingListQuery, ListPath, WaitingListQuery } from './lists.dto';
import type { ListName } from './lists.rules';
import { WaitingListService } from './waiting-list.service';

interface Reply {
  headers(values: Readonly<Record<string, string>>): void;
}

/** Who has to be looked after today. Beside the public API. */
@Controller('cas3/v2')
@Staff('CAS3_ASSESSOR')
export class ListsController {
  constructor(
    private readonly bookings: BookingListsService,
    private readonly waiting: WaitingListService,
    private readonly histories: HistoryService,
  ) {}

  @Replies(BookingListCounts)
  @Get('bookings/lists')
  @Reach('own-list')
  counts(@Me() me: StaffMember) {
    return this.bookings.counts(me);
  }

  @Replies(BookingListPage, { paged: 'headers' })
  @Get('bookings/lists/:listName')
  @Reach('own-list', 'person')
  async list(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Param() { listName }: ListPath,
    @Query() query: BookingListQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { headers, body } = await this.bookings.page(me, caller, listName as ListName, query);
    reply.headers(headers);
    return body;
  }

  @Replies(WaitingList, { paged: 'headers' })
  @Get('waiting-list')
  @Reach('own-list', 'person')
  async waitingList(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() query: WaitingListQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { headers, body } = await this.waiting.page(me, caller, query);
    reply.headers(headers);
    return body;
  }

  @Replies(z.array(BookingStep))
  @Get('bookings/:bookingId/history')
  @Reach('region', 'person')
  history(@Me() me: StaffMember, @Caller() caller: Principal, @Id('bookingId') bookingId: string) {
    return this.histories.of(me, caller, bookingId);
  }
}
