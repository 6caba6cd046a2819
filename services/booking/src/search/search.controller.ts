import { Body, Controller, Post } from '@nestjs/common';
import { Cas3v2BedspaceSearchResults } from '@throughcare/api/cas3/bedspace';
import { Authority, CurrentUser, type Principal, Reads } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import { BedspaceSearchBody } from './search.dto';
import { SearchService } from './search.service';

@Controller('cas3/v2/bedspaces')
@Authority('ROLE_PROBATION')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Reads()
  @Replies(Cas3v2BedspaceSearchResults, { status: 200 })
  @Post('search')
  search(@CurrentUser() user: Principal, @Body() body: BedspaceSearchBody) {
    return this.searches.search(user, body);
  }
}
