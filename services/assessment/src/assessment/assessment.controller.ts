import { Body, Controller, Delete, Get, Header, Param, Post, Put, Query, Res } from '@nestjs/common';
import { z } from 'zod';
import { AstrayAssessment, Cas3Assessment, Cas3AssessmentSummary } from '@throughcare/api/cas3/assessment';
import { Reallocation } from '@throughcare/api/cas3/staff';
import { ReferralHistoryNote } from '@throughcare/api/cas3/timeline';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import { pageHeaders } from '@throughcare/platform/lists';
import type { StaffMember } from '@throughcare/platform/staff';
import { Replies } from '@throughcare/platform/replies';
import { noteJson } from '../note/timeline.view';
import { AssessmentList } from './assessment-list.service';
import { AssessmentReader } from './assessment-reader.service';
import { AstrayAssessments } from './astray.service';
import {
  AcceptAssessment,
  ListAssessments,
  NewAllocation,
  NewNote,
  RejectAssessment,
  UpdateAssessment,
} from './assessment.dto';
import { AssessmentService } from './assessment.service';
import { summaryJson, userJson } from './assessment.view';
import { readListQuery } from './list-query.rules';

interface Reply {
  header(name: string, value: string): unknown;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const Id = () => Param('assessmentId', UuidParam);

@ApiTags('assessment')
@Controller('cas3/assessments')
@Staff('CAS3_ASSESSOR')
export class AssessmentController {
  constructor(
    private readonly assessments: AssessmentService,
    private readonly reader: AssessmentReader,
    private readonly lists: AssessmentList,
    private readonly lost: AstrayAssessments,
  ) {}

  @Replies(z.array(Cas3AssessmentSummary), { paged: 'headers' })
  @Get()
  @Reach('own-list', 'person')
  async list(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() raw: ListAssessments,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const query = readListQuery(raw);
    const { rows, total } = await this.lists.list(me, caller, query);
    const headers = query.page ? pageHeaders(query.page, total) : {};
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return rows.map(summaryJson);
  }

  /** Before `:assessmentId`, which would take it for an id. */
  @Replies(z.array(AstrayAssessment))
  @Get('without-region')
  @Staff('CAS3_ADMIN')
  @Reach('none')
  withoutRegion() {
    return this.lost.list();
  }

  @Replies(Cas3Assessment)
  @Get(':assessmentId')
  @Reach('region', 'person')
  @Header('content-type', JSON_TYPE)
  read(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.reader.read(me, caller, id);
  }

  @Replies(Cas3Assessment)
  @Put(':assessmentId')
  @Reach('region', 'person')
  @Header('content-type', JSON_TYPE)
  async changeDates(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id() id: string,
    @Body() body: UpdateAssessment,
  ) {
    await this.assessments.changeDates(me, caller, id, body);
    return this.reader.read(me, caller, id);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/acceptance')
  @Reach('region', 'person')
  accept(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() _body: AcceptAssessment) {
    return this.assessments.accept(me, caller, id);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/rejection')
  @Reach('region', 'person')
  reject(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() body: RejectAssessment) {
    return this.assessments.reject(me, caller, id, body);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/closure')
  @Reach('region', 'person')
  close(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.assessments.close(me, caller, id);
  }

  @Replies(Reallocation)
  @Post(':assessmentId/reallocateToMe')
  @Reach('region', 'person')
  async allocate(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id() id: string,
    @Body() { userId }: NewAllocation,
  ) {
    return {
      taskType: 'Assessment' as const,
      user: userJson(await this.assessments.allocateToMe(me, caller, id, userId)),
    };
  }

  @Replies('nothing', { status: 204 })
  @Delete(':assessmentId/allocations')
  @Reach('region', 'person')
  deallocate(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.assessments.deallocate(me, caller, id);
  }

  @Replies(ReferralHistoryNote, { status: 200 })
  @Post(':assessmentId/referral-history-notes')
  @Reach('region', 'person')
  async addNote(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() body: NewNote) {
    const { note, author } = await this.assessments.addNote(me, caller, id, body.message);
    return noteJson(note, new Map([[author.userId, author]]), 'full');
  }
}
