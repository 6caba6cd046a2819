import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { noteJson } from '../timeline/timeline.view';
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
import { pageHeaders, readListQuery } from './list-query.rules';

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
  @Get('without-region')
  @Staff('CAS3_ADMIN')
  @Reach('none')
  withoutRegion() {
    return this.lost.list();
  }

  @Get(':assessmentId')
  @Reach('region', 'person')
  @Header('content-type', JSON_TYPE)
  read(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.reader.read(me, caller, id);
  }

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

  @Post(':assessmentId/acceptance')
  @Reach('region', 'person')
  @HttpCode(200)
  accept(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() _body: AcceptAssessment) {
    return this.assessments.accept(me, caller, id);
  }

  @Post(':assessmentId/rejection')
  @Reach('region', 'person')
  @HttpCode(200)
  reject(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() body: RejectAssessment) {
    return this.assessments.reject(me, caller, id, body);
  }

  @Post(':assessmentId/closure')
  @Reach('region', 'person')
  @HttpCode(200)
  close(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.assessments.close(me, caller, id);
  }

  @Post(':assessmentId/reallocateToMe')
  @Reach('region', 'person')
  async allocate(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id() id: string,
    @Body() { userId }: NewAllocation,
  ) {
    return { taskType: 'Assessment', user: userJson(await this.assessments.allocateToMe(me, caller, id, userId)) };
  }

  @Delete(':assessmentId/allocations')
  @Reach('region', 'person')
  @HttpCode(204)
  deallocate(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string) {
    return this.assessments.deallocate(me, caller, id);
  }

  @Post(':assessmentId/referral-history-notes')
  @Reach('region', 'person')
  @HttpCode(200)
  async addNote(@Me() me: StaffMember, @Caller() caller: Principal, @Id() id: string, @Body() body: NewNote) {
    const { note, author } = await this.assessments.addNote(me, caller, id, body.message);
    return noteJson(note, new Map([[author.userId, author]]), 'full');
  }
}
