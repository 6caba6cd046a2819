import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { Cas3Bedspace, Cas3Bedspaces } from '@throughcare/api/cas3/bedspace';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { BedspaceUpdate, NewBedspace } from './bedspace.dto';
import { BedspaceService } from './bedspace.service';

@Controller('cas3/v2/premises/:premisesId/bedspaces')
@Staff('CAS3_ASSESSOR')
export class BedspaceController {
  constructor(private readonly bedspaces: BedspaceService) {}

  @Replies(Cas3Bedspaces)
  @Get()
  @Reach('region')
  list(@Me() me: StaffMember, @Id('premisesId') premisesId: string) {
    return this.bedspaces.list(me, premisesId);
  }

  @Replies(Cas3Bedspace)
  @Post()
  @Reach('region')
  create(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Body() body: NewBedspace) {
    return this.bedspaces.create(me, premisesId, body);
  }

  @Replies(Cas3Bedspace)
  @Get(':bedspaceId')
  @Reach('region')
  get(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Id('bedspaceId') bedspaceId: string) {
    return this.bedspaces.get(me, premisesId, bedspaceId);
  }

  @Replies(Cas3Bedspace)
  @Put(':bedspaceId')
  @Reach('region')
  update(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') bedspaceId: string,
    @Body() body: BedspaceUpdate,
  ) {
    return this.bedspaces.update(me, premisesId, bedspaceId, body);
  }
}
