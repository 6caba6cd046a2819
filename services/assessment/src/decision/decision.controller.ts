import { Body, Controller, Delete, Get, Header, Post, Put } from '@nestjs/common';
import { Cas3Assessment } from '@throughcare/api/cas3/assessment';
import { Reallocation } from '@throughcare/api/cas3/staff';
import { ReferralHistoryNote } from '@throughcare/api/cas3/timeline';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import type { StaffMember } from '@throughcare/platform/staff';
import { Replies } from '@throughcare/platform/replies';
import { toNote } from '../timeline/timeline.reply';
import { AssessmentReader } from './assessment-reader.service';
import { NewAcceptance, NewAllocation, NewNote, NewRejection, AssessmentUpdate } from './decision.dto';
import { DecisionService } from './decision.service';
import { toUser } from './assessment.reply';

const JSON_TYPE = 'application/json; charset=utf-8';

@ApiTags('assessment')
@Controller('cas3/assessments')
@Staff('CAS3_ASSESSOR')
export class DecisionController {
  constructor(
    private readonly assessments: DecisionService,
    private readonly reader: AssessmentReader,
  ) {}

  @Replies(Cas3Assessment)
  @Get(':assessmentId')
  @Reach('region', 'person')
  @Header('content-type', JSON_TYPE)
  read(@Me() me: StaffMember, @Caller() caller: Principal, @Id('assessmentId') id: string) {
    return this.reader.read(me, caller, id);
  }

  @Replies(Cas3Assessment)
  @Put(':assessmentId')
  @Reach('region', 'person')
  @Header('content-type', JSON_TYPE)
  async changeDates(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() body: AssessmentUpdate,
  ) {
    await this.assessments.changeDates(me, caller, id, body);
    return this.reader.read(me, caller, id);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/acceptance')
  @Reach('region', 'person')
  accept(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() _body: NewAcceptance,
  ) {
    return this.assessments.accept(me, caller, id);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/rejection')
  @Reach('region', 'person')
  reject(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() body: NewRejection,
  ) {
    return this.assessments.reject(me, caller, id, body);
  }

  @Replies('nothing', { status: 200 })
  @Post(':assessmentId/closure')
  @Reach('region', 'person')
  close(@Me() me: StaffMember, @Caller() caller: Principal, @Id('assessmentId') id: string) {
    return this.assessments.close(me, caller, id);
  }

  @Replies(Reallocation)
  @Post(':assessmentId/reallocateToMe')
  @Reach('region', 'person')
  async allocate(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() body: NewAllocation,
  ) {
    return {
      taskType: 'Assessment' as const,
      user: toUser(await this.assessments.allocate(me, caller, id, body)),
    };
  }

  @Replies('nothing', { status: 204 })
  @Delete(':assessmentId/allocations')
  @Reach('region', 'person')
  deallocate(@Me() me: StaffMember, @Caller() caller: Principal, @Id('assessmentId') id: string) {
    return this.assessments.deallocate(me, caller, id);
  }

  @Replies(ReferralHistoryNote, { status: 200 })
  @Post(':assessmentId/referral-history-notes')
  @Reach('region', 'person')
  async addNote(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('assessmentId') id: string,
    @Body() body: NewNote,
  ) {
    const { note, author } = await this.assessments.addNote(me, caller, id, body.message);
    return toNote(note, new Map([[author.userId, author]]), 'full');
  }
}
