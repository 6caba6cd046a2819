import { Body, Controller, Post } from '@nestjs/common';
import { Cas3v2BedspaceSearchResults, PlacementSearchResults } from '@throughcare/api/cas3/bedspace';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import { type Principal, Reads } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { PlacementSearchService } from './placement-search.service';
import { BedspaceSearchQuery, PlacementSearchQuery } from './search.dto';
import { SearchService } from './search.service';

@Controller('cas3/v2/bedspaces')
@Staff('CAS3_ASSESSOR')
export class SearchController {
  constructor(
    private readonly searches: SearchService,
    private readonly placements: PlacementSearchService,
  ) {}

  @Reads()
  @Replies(Cas3v2BedspaceSearchResults, { status: 200 })
  @Post('search')
  @Reach('own-list', 'person')
  search(@Me() me: StaffMember, @Caller() caller: Principal, @Body() body: BedspaceSearchQuery) {
    return this.searches.search(me, caller, body);
  }

  @Reads()
  @Replies(PlacementSearchResults, { status: 200 })
  @Post('placement-search')
  @Reach('own-list', 'person')
  place(@Me() me: StaffMember, @Caller() caller: Principal, @Body() body: PlacementSearchQuery) {
    return this.placements.search(me, caller, body);
  }
}
