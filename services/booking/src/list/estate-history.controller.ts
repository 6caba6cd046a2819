import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { EstateStep, FormerStay } from '@throughcare/api/cas3/premises';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { EstateHistoryService } from './estate-history.service';

/** What became of a property. Beside the public API. */
@Controller('cas3/v2/premises/:premisesId')
@Staff('CAS3_ASSESSOR')
export class EstateHistoryController {
  constructor(private readonly histories: EstateHistoryService) {}

  @Replies(z.array(EstateStep))
  @Get('history')
  @Reach('region')
  ofPremises(@Me() me: StaffMember, @Id('premisesId') premisesId: string) {
    return this.histories.of(me, premisesId);
  }

  @Replies(z.array(EstateStep))
  @Get('bedspaces/:bedspaceId/history')
  @Reach('region')
  ofBedspace(@Me() me: StaffMember, @Id('premisesId') premisesId: string, @Id('bedspaceId') bedspaceId: string) {
    return this.histories.of(me, premisesId, bedspaceId);
  }

  @Replies(z.array(FormerStay))
  @Get('former-stays')
  @Reach('region', 'person')
  formerStays(@Me() me: StaffMember, @Caller() caller: Principal, @Id('premisesId') premisesId: string) {
    return this.histories.formerStays(me, caller, premisesId);
  }
}
