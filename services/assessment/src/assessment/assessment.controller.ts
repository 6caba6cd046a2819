import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authority, CurrentUser, type Principal } from '@throughcare/platform/auth';
import { UuidParam } from '@throughcare/platform/dto';
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
@Authority('ROLE_PROBATION')
export class AssessmentController {
  constructor(
    private readonly assessments: AssessmentService,
    private readonly reader: AssessmentReader,
    private readonly lists: AssessmentList,
    private readonly lost: AstrayAssessments,
  ) {}

  @Get()
  async list(
    @CurrentUser() caller: Principal,
    @Query() raw: ListAssessments,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const query = readListQuery(raw);
    const { rows, total } = await this.lists.list(caller, query);
    const headers = query.page ? pageHeaders(query.page, total) : {};
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    return rows.map(summaryJson);
  }

  /** Before `:assessmentId`, which would take it for an id. */
  @Get('without-region')
  withoutRegion(@CurrentUser() caller: Principal) {
    return this.lost.list(caller);
  }

  @Get(':assessmentId')
  @Header('content-type', JSON_TYPE)
  read(@CurrentUser() caller: Principal, @Id() id: string) {
    return this.reader.read(caller, id);
  }

  @Put(':assessmentId')
  @Header('content-type', JSON_TYPE)
  async changeDates(@CurrentUser() caller: Principal, @Id() id: string, @Body() body: UpdateAssessment) {
    await this.assessments.changeDates(caller, id, body);
    return this.reader.read(caller, id);
  }

  @Post(':assessmentId/acceptance')
  @HttpCode(200)
  accept(@CurrentUser() caller: Principal, @Id() id: string, @Body() _body: AcceptAssessment) {
    return this.assessments.accept(caller, id);
  }

  @Post(':assessmentId/rejection')
  @HttpCode(200)
  reject(@CurrentUser() caller: Principal, @Id() id: string, @Body() body: RejectAssessment) {
    return this.assessments.reject(caller, id, body);
  }

  @Post(':assessmentId/closure')
  @HttpCode(200)
  close(@CurrentUser() caller: Principal, @Id() id: string) {
    return this.assessments.close(caller, id);
  }

  @Post(':assessmentId/reallocateToMe')
  async allocate(@CurrentUser() caller: Principal, @Id() id: string, @Body() { userId }: NewAllocation) {
    return { taskType: 'Assessment', user: userJson(await this.assessments.allocateToMe(caller, id, userId)) };
  }

  @Delete(':assessmentId/allocations')
  @HttpCode(204)
  deallocate(@CurrentUser() caller: Principal, @Id() id: string) {
    return this.assessments.deallocate(caller, id);
  }

  @Post(':assessmentId/referral-history-notes')
  @HttpCode(200)
  async addNote(@CurrentUser() caller: Principal, @Id() id: string, @Body() body: NewNote) {
    const { note, author } = await this.assessments.addNote(caller, id, body.message);
    return noteJson(note, new Map([[author.userId, author]]), 'full');
  }
}
