import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { NewAllocation } from './assessment.dto';
import { AssessmentService } from './assessment.service';
import { userJson } from './assessment.view';

/** The older routes of allocation; existing clients call these, with an empty body. */
@ApiTags('assessment')
@Controller('tasks/assessment/:id/allocations')
@Staff('CAS3_ASSESSOR')
export class AllocationController {
  constructor(private readonly assessments: AssessmentService) {}

  @Post()
  @Reach('region', 'person')
  async allocate(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Param('id', UuidParam) id: string,
    @Body() { userId }: NewAllocation,
  ) {
    return { taskType: 'Assessment', user: userJson(await this.assessments.allocateToMe(me, caller, id, userId)) };
  }

  @Delete()
  @Reach('region', 'person')
  @HttpCode(204)
  deallocate(@Me() me: StaffMember, @Caller() caller: Principal, @Param('id', UuidParam) id: string) {
    return this.assessments.deallocate(me, caller, id);
  }
}
