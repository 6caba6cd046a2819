import { Body, Controller, Get, Headers, Post, Put, Query, Res } from '@nestjs/common';
import { Cas3Premises, Cas3PremisesBedspaceTotals, Cas3PremisesSearchResults } from '@throughcare/api/cas3/premises';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { invalid } from '@throughcare/base/errors';
import { PremisesUpdate, PremisesSearchQuery } from './premises.dto';
import { PremisesService } from './premises.service';

interface Reply {
  header(name: string, value: string): unknown;
}

/** With the tag by which the next change says what it is based on. */
const tagged = <T>(reply: Reply, { body, tag }: { readonly body: T; readonly tag: string }): T => {
  reply.header('etag', tag);
  return body;
};

@Controller('cas3/v2/premises')
@Staff('CAS3_ASSESSOR')
export class PremisesController {
  constructor(private readonly premises: PremisesService) {}

  @Replies(Cas3Premises)
  @Post()
  @Reach('region')
  async create(@Me() me: StaffMember, @Body() body: PremisesUpdate, @Res({ passthrough: true }) reply: Reply) {
    return tagged(reply, await this.premises.create(me, body));
  }

  @Replies(Cas3PremisesSearchResults)
  @Get('search')
  @Reach('own-list')
  search(@Me() me: StaffMember, @Query() { premisesStatus, postcodeOrAddress }: PremisesSearchQuery) {
    if (premisesStatus !== 'online' && premisesStatus !== 'archived')
      throw invalid('PREMISES_STATUS_REQUIRED', { detail: 'premisesStatus must be online or archived' });
    return this.premises.search(me, premisesStatus, postcodeOrAddress ?? '');
  }

  @Replies(Cas3Premises)
  @Get(':premisesId')
  @Reach('region')
  async get(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Res({ passthrough: true }) reply: Reply) {
    return tagged(reply, await this.premises.get(me, premisesId));
  }

  @Replies(Cas3Premises)
  @Put(':premisesId')
  @Reach('region')
  async update(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Body() body: PremisesUpdate,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return tagged(reply, await this.premises.update(me, premisesId, body, ifMatch));
  }

  @Replies(Cas3PremisesBedspaceTotals)
  @Get(':premisesId/bedspace-totals')
  @Reach('region')
  totals(@Me() me: StaffMember, @Id('premisesId') premisesId: string) {
    return this.premises.bedspaceTotals(me, premisesId);
  }
}
