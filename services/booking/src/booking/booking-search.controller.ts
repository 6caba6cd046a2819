import { Controller, Get, Query, Res } from '@nestjs/common';
import { Cas3BookingSearchResults } from '@throughcare/api/cas3/booking';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { BookingSearchQuery } from './booking.dto';
import { sortFieldOf, statusOf } from './booking-search.rules';
import { BookingSearchService } from './booking-search.service';

interface Reply {
  headers(values: Readonly<Record<string, string>>): void;
}

@Controller('cas3/v2/bookings')
@Authority('ROLE_PROBATION')
export class BookingSearchController {
  constructor(private readonly searches: BookingSearchService) {}

  @Replies(Cas3BookingSearchResults, { paged: 'headers' })
  @Get('search')
  async search(
    @CurrentUser() user: Principal,
    @Query() query: BookingSearchQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { headers, body } = await this.searches.search(user, {
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
