import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { ReferralHistoryNote } from '@throughcare/api/cas3/timeline';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { Replies } from '@throughcare/platform/replies';
import { TimelineService } from './timeline.service';

@ApiTags('assessment')
@Controller('cas3/timeline')
@Staff()
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Replies(z.array(ReferralHistoryNote))
  @Get(':assessmentId')
  @Reach('region', 'owner', 'person')
  read(@Me() me: StaffMember, @Caller() caller: Principal, @Id('assessmentId') id: string) {
    return this.timeline.read(me, caller, id);
  }
}
