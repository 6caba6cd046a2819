import { Body, Controller, Delete, Post } from '@nestjs/common';
import { Reallocation } from '@throughcare/api/cas3/staff';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { Replies } from '@throughcare/platform/replies';
import { NewAllocation } from './decision.dto';
import { DecisionService } from './decision.service';
import { toUser } from './assessment.reply';

/** The older routes of allocation; existing clients call these, with an empty body. */
@ApiTags('assessment')
@Controller('tasks/assessment/:id/allocations')
@Staff('CAS3_ASSESSOR')
export class AllocationController {
  constructor(private readonly assessments: DecisionService) {}

  @Replies(Reallocation)
  @Post()
  @Reach('region', 'person')
  async allocate(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('id') id: string,
    @Body() body: NewAllocation,
  ) {
    return {
      taskType: 'Assessment' as const,
      user: toUser(await this.assessments.allocate(me, caller, id, body)),
    };
  }

  @Replies('nothing', { status: 204 })
  @Delete()
  @Reach('region', 'person')
  deallocate(@Me() me: StaffMember, @Caller() caller: Principal, @Id('id') id: string) {
    return this.assessments.deallocate(me, caller, id);
  }
}
