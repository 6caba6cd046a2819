import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { TimelineService } from './timeline.service';

@ApiTags('assessment')
@Controller('cas3/timeline')
@Staff()
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Get(':assessmentId')
  @Reach('region', 'owner', 'person')
  read(@Me() me: StaffMember, @Caller() caller: Principal, @Param('assessmentId', UuidParam) id: string) {
    return this.timeline.read(me, caller, id);
  }
}
