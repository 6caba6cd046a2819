import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { NewAllocation } from './assessment.dto';
import { AssessmentService } from './assessment.service';
import { userJson } from './assessment.view';

/** The older routes of allocation; existing clients call these, with an empty body. */
@ApiTags('assessment')
@Controller('tasks/assessment/:id/allocations')
@Authority('ROLE_PROBATION')
export class AllocationController {
  constructor(private readonly assessments: AssessmentService) {}

  @Post()
  async allocate(
    @CurrentUser() caller: Principal,
    @Param('id', UuidParam) id: string,
    @Body() { userId }: NewAllocation,
  ) {
    return { taskType: 'Assessment', user: userJson(await this.assessments.allocateToMe(caller, id, userId)) };
  }

  @Delete()
  @HttpCode(204)
  deallocate(@CurrentUser() caller: Principal, @Param('id', UuidParam) id: string) {
    return this.assessments.deallocate(caller, id);
  }
}
