import { Controller, Get, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { AssessorWorkload, AstrayAssessment, Cas3AssessmentSummary } from '@throughcare/api/cas3/assessment';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { pageHeaders } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { Replies } from '@throughcare/platform/replies';
import { AssessmentList } from './assessment-list.service';
import { AssessorList } from './assessors.service';
import { AstrayList } from './astray.service';
import { AssessmentListQuery } from './list.dto';
import { readListQuery } from './list-query.rules';
import { toSummary } from './summary.reply';

interface Reply {
  header(name: string, value: string): unknown;
}

@ApiTags('assessment')
@Controller('cas3/assessments')
@Staff('CAS3_ASSESSOR')
export class AssessmentListController {
  constructor(
    private readonly lists: AssessmentList,
    private readonly lost: AstrayList,
    private readonly assessors: AssessorList,
  ) {}

  @Replies(z.array(Cas3AssessmentSummary), { paged: 'headers' })
  @Get()
  @Reach('own-list', 'person')
  async list(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() raw: AssessmentListQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const query = readListQuery(raw);
    const { rows, total, leftOut } = await this.lists.list(me, caller, query);
    const unknown = Object.entries(leftOut).map(([by, count]) => `${by}=${count}`);
    const headers = {
      ...(query.page && pageHeaders(query.page, total)),
      ...(unknown.length > 0 && { 'X-Left-Out-As-Unknown': unknown.join(', ') }),
    };
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return rows.map(toSummary);
  }

  @Replies(z.array(AssessorWorkload))
  @Get('assessors')
  @Reach('own-list')
  assessorsOfRegion(@Me() me: StaffMember) {
    return this.assessors.ofRegion(me);
  }

  @Replies(z.array(AstrayAssessment))
  @Get('without-region')
  @Staff('CAS3_ADMIN')
  @Reach('none')
  withoutRegion() {
    return this.lost.list();
  }
}
