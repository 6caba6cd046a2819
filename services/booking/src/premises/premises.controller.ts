import { Body, Controller, Get, Headers, Param, Post, Put, Query, Res } from '@nestjs/common';
import { Cas3Premises, Cas3PremisesBedspaceTotals, Cas3PremisesSearchResults } from '@throughcare/api/cas3/premises';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { invalid } from '@throughcare/base/errors';
import { PremisesBody, PremisesSearchQuery } from './premises.dto';
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
@Authority('ROLE_PROBATION')
export class PremisesController {
  constructor(private readonly premises: PremisesService) {}

  @Replies(Cas3Premises)
  @Post()
  async create(@CurrentUser() user: Principal, @Body() body: PremisesBody, @Res({ passthrough: true }) reply: Reply) {
    return tagged(reply, await this.premises.create(user, body));
  }

  @Replies(Cas3PremisesSearchResults)
  @Get('search')
  search(@CurrentUser() user: Principal, @Query() { premisesStatus, postcodeOrAddress }: PremisesSearchQuery) {
    if (premisesStatus !== 'online' && premisesStatus !== 'archived')
      throw invalid('PREMISES_STATUS_REQUIRED', { detail: 'premisesStatus must be online or archived' });
    return this.premises.search(user, premisesStatus, postcodeOrAddress ?? '');
  }

  @Replies(Cas3Premises)
  @Get(':premisesId')
  async get(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return tagged(reply, await this.premises.get(user, premisesId));
  }

  @Replies(Cas3Premises)
  @Put(':premisesId')
  async update(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Body() body: PremisesBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    return tagged(reply, await this.premises.update(user, premisesId, body, ifMatch));
  }

  @Replies(Cas3PremisesBedspaceTotals)
  @Get(':premisesId/bedspace-totals')
  totals(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.premises.bedspaceTotals(user, premisesId);
  }
}
