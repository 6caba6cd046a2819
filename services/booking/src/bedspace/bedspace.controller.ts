import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Cas3Bedspace, Cas3Bedspaces, Cas3VoidBedspace } from '@throughcare/api/cas3/bedspace';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { BedspaceUpdateBody, NewBedspaceBody } from './bedspace.dto';
import { BedspaceService } from './bedspace.service';

@Controller('cas3/v2/premises/:premisesId/bedspaces')
@Authority('ROLE_PROBATION')
export class BedspaceController {
  constructor(private readonly bedspaces: BedspaceService) {}

  @Replies(Cas3Bedspaces)
  @Get()
  list(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.bedspaces.list(user, premisesId);
  }

  @Replies(Cas3Bedspace)
  @Post()
  create(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Body() body: NewBedspaceBody,
  ) {
    return this.bedspaces.create(user, premisesId, body);
  }

  /** Voids of all bedspaces of the property: there are none yet. Before `:bedspaceId`, which would read the word as an id. */
  @Replies(z.array(Cas3VoidBedspace))
  @Get('void-bedspaces')
  voids(@CurrentUser() user: Principal, @Param('premisesId', UuidParam) premisesId: string) {
    return this.bedspaces.voids(user, premisesId);
  }

  @Replies(Cas3Bedspace)
  @Get(':bedspaceId')
  get(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Param('bedspaceId', UuidParam) bedspaceId: string,
  ) {
    return this.bedspaces.get(user, premisesId, bedspaceId);
  }

  @Replies(Cas3Bedspace)
  @Put(':bedspaceId')
  update(
    @CurrentUser() user: Principal,
    @Param('premisesId', UuidParam) premisesId: string,
    @Param('bedspaceId', UuidParam) bedspaceId: string,
    @Body() body: BedspaceUpdateBody,
  ) {
    return this.bedspaces.update(user, premisesId, bedspaceId, body);
  }
}
