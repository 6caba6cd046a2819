import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { REFERRAL_FORM } from '@throughcare/forms/catalogues';
import { ReferralForm, ReferralFormProgress } from '@throughcare/api/cas3/application';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { ApplicationService } from './application.service';

/** The form that answers are checked against, and how far a draft of it is. */
@ApiTags('referral')
@Controller('cas3/referral-form')
@Staff()
export class FormController {
  constructor(private readonly applications: ApplicationService) {}

  @Replies(ReferralForm)
  @Get()
  @Reach('none')
  form() {
    return { name: REFERRAL_FORM.name, version: REFERRAL_FORM.version, form: REFERRAL_FORM };
  }

  @Replies(ReferralFormProgress)
  @Get(':applicationId')
  @Reach('owner', 'person')
  async progress(@Me() me: StaffMember, @Caller() caller: Principal, @Id('applicationId') applicationId: string) {
    const progress = await this.applications.progress(me, caller, applicationId);
    return { name: REFERRAL_FORM.name, version: REFERRAL_FORM.version, ...progress };
  }
}
