import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { invalid } from '@throughcare/platform/errors';
import { PremisesBody, PremisesSearchQuery } from './premises.dto';
import { PremisesService } from './premises.service';

@Controller('cas3/v2/premises')
@Authority('ROLE_PROBATION')
export class PremisesController {
  constructor(private readonly premises: PremisesService) {}

  @Post()
  create(@CurrentUser() user: Principal, @Body() body: PremisesBody) {
    return this.premises.create(user, body);
  }

  @Get('search')
  search(@CurrentUser() user: Principal, @Query() { premisesStatus, postcodeOrAddress }: PremisesSearchQuery) {
    if (premisesStatus !== 'online' && premisesStatus !== 'archived')
      throw invalid('PREMISES_STATUS_REQUIRED', { detail: 'The query parameter premisesStatus is online or archived' });
    return this.premises.search(user, premisesStatus, postcodeOrAddress ?? '');
  }

  @Get(':premisesId')
  get(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.premises.get(user, premisesId);
  }

  @Put(':premisesId')
  @HttpCode(200)
  update(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Body() body: PremisesBody,
  ) {
    return this.premises.update(user, premisesId, body);
  }

  @Get(':premisesId/bedspace-totals')
  totals(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.premises.bedspaceTotals(user, premisesId);
  }
}
