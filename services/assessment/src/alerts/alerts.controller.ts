import { Body, Controller, Get, Post } from '@nestjs/common';
import { AssessmentAlert } from '@throughcare/api/cas3/assessment';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { z } from 'zod';
import { AlertService } from './alerts.service';
import { NewAcknowledgement } from './alerts.dto';

/** What has happened to a person since their referral came. */
@ApiTags('assessment')
@Controller('cas3/assessments/:assessmentId/alerts')
@Staff('CAS3_ASSESSOR')
export class AlertsController {
  constructor(private readonly alerts: AlertService) {}

  @Replies(z.array(AssessmentAlert))
  @Get()
  @Reach('region', 'person')
  list(@Me() me: StaffMember, @Caller() caller: Principal, @Id('assessmentId') id: string) {
    return this.alerts.list(me, caller, id);
  }

  @Replies('nothing', { status: 204 })
  @Post('acknowledgements')
  @Reach('region', 'person')
  acknowledge(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() { alert }: NewAcknowledgement,
  ) {
    return this.alerts.acknowledge(me, caller, id, alert);
  }
}
