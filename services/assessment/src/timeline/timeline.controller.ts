import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { TimelineService } from './timeline.service';

@ApiTags('assessment')
@Controller('cas3/timeline')
@Authority('ROLE_PROBATION')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Get(':assessmentId')
  read(@CurrentUser() caller: Principal, @Param('assessmentId', UuidParam) id: string) {
    return this.timeline.read(caller, id);
  }
}
