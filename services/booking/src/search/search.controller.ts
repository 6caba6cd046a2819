import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { Authority, CurrentUser, type Principal, Reads } from '@throughcare/platform/auth';
import { BedspaceSearchBody } from './search.dto';
import { SearchService } from './search.service';

@Controller('cas3/v2/bedspaces')
@Authority('ROLE_PROBATION')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Reads()
  @Post('search')
  @HttpCode(200)
  search(@CurrentUser() user: Principal, @Body() body: BedspaceSearchBody) {
    return this.searches.search(user, body);
  }
}
