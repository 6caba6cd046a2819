import { Body, Controller, Get, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { Cas3VoidBedspace } from '@throughcare/api/cas3/bedspace';
import { Me, Reach, Staff } from '@throughcare/platform/access';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { VoidUpdate, NewVoidCancellation } from './void.dto';
import { VoidService } from './void.service';

@Controller('cas3/v2/premises/:premisesId/bedspaces')
@Staff('CAS3_ASSESSOR')
export class VoidController {
  constructor(private readonly voids: VoidService) {}

  /** Those that count, of all bedspaces of the property. */
  @Replies(z.array(Cas3VoidBedspace))
  @Get('void-bedspaces')
  @Reach('region')
  list(@Me() me: StaffMember, @Id('premisesId') premisesId: string) {
    return this.voids.list(me, premisesId);
  }

  @Replies(Cas3VoidBedspace, { refuses: ['conflict'] })
  @Post(':bedspaceId/void-bedspaces')
  @Reach('region')
  create(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') bedspaceId: string,
    @Body() body: VoidUpdate,
  ) {
    return this.voids.create(me, { premisesId, bedspaceId }, body);
  }

  @Replies(Cas3VoidBedspace)
  @Get(':bedspaceId/void-bedspaces/:voidBedspaceId')
  @Reach('region')
  get(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') bedspaceId: string,
    @Id('voidBedspaceId') id: string,
  ) {
    return this.voids.get(me, { premisesId, bedspaceId, id });
  }

  @Replies(Cas3VoidBedspace, { refuses: ['conflict'] })
  @Put(':bedspaceId/void-bedspaces/:voidBedspaceId')
  @Reach('region')
  change(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') bedspaceId: string,
    @Id('voidBedspaceId') id: string,
    @Body() body: VoidUpdate,
  ) {
    return this.voids.change(me, { premisesId, bedspaceId, id }, body);
  }

  @Replies(Cas3VoidBedspace)
  @Put(':bedspaceId/void-bedspaces/:voidBedspaceId/cancellations')
  @Reach('region')
  cancel(
    @Me() me: StaffMember,
    @Id('premisesId') premisesId: string,
    @Id('bedspaceId') bedspaceId: string,
    @Id('voidBedspaceId') id: string,
    @Body() body: NewVoidCancellation,
  ) {
    return this.voids.cancel(me, { premisesId, bedspaceId, id }, body);
  }
}
