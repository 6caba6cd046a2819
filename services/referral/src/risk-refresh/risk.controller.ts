import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ReferralRisks } from '@throughcare/api/cas3/risks';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { ApplicationService } from '../application/application.service';
import { RiskReadingsService } from './risk-readings.service';

/** The risks of a referral, what differs since it was submitted, and asking for them now. */
@ApiTags('referral')
@Controller('cas3/applications/:applicationId/risks')
@Staff()
export class RiskController {
  constructor(
    private readonly applications: ApplicationService,
    private readonly readings: RiskReadingsService,
  ) {}

  @Replies(ReferralRisks)
  @Get()
  @Reach('region', 'owner', 'person')
  async show(@Me() me: StaffMember, @Caller() caller: Principal, @Id('applicationId') id: string) {
    const { application } = await this.applications.read(me, caller, id);
    return this.readings.of(application);
  }

  @Replies(ReferralRisks, { status: 200 })
  @Post()
  @Reach('region', 'owner', 'person')
  async refresh(@Me() me: StaffMember, @Caller() caller: Principal, @Id('applicationId') id: string) {
    const { application } = await this.applications.read(me, caller, id);
    return this.readings.refresh(application, caller);
  }
}
