import { Controller, Get, Query, Res } from '@nestjs/common';
import { Cas3BookingSearchResults } from '@throughcare/api/cas3/booking';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { BookingSearchQuery } from '../booking/booking.dto';
import { sortFieldOf, statusOf } from './booking-search.rules';
import { BookingSearchService } from './booking-search.service';

interface Reply {
  headers(values: Readonly<Record<string, string>>): void;
}

@Controller('cas3/v2/bookings')
@Staff('CAS3_ASSESSOR')
export class BookingSearchController {
  constructor(private readonly searches: BookingSearchService) {}

  @Replies(Cas3BookingSearchResults, { paged: 'headers' })
  @Get('search')
  @Reach('own-list', 'person')
  async search(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() query: BookingSearchQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { headers, body } = await this.searches.search(me, caller, {
      status: statusOf(query.status),
      text: query.crnOrName ?? '',
      field: sortFieldOf(query.sortField),
      direction: query.sortDirection === 'desc' ? 'desc' : 'asc',
      page: query.page,
    });
    reply.headers(headers);
    return body;
  }
}
