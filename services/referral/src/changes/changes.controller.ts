import { Body, Controller, Get, Header, Headers, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApplicationHistoryEntry, Cas3Application } from '@throughcare/api/cas3/application';
import { Nothing } from '@throughcare/api/fields';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { memberText } from '@throughcare/platform/json';
import { Replies } from '@throughcare/platform/replies';
import { BodyLimit, type RawBody } from '@throughcare/platform/service/body-parsing';
import type { StaffMember } from '@throughcare/platform/staff';
import { z } from 'zod';
import { ApplicationService } from '../application/application.service';
import { toApplication } from '../application/application.reply';
import { etagOf } from '../saving/revision.rules';
import { NewAmendment, NewWithdrawal } from './changes.dto';
import { ChangesService } from './changes.service';
import { toHistory } from './history.reply';

const FORM_BYTES = 768 * 1024;

/** A referral after its submission: taken back, corrected, and what became of it. */
@ApiTags('referral')
@Controller('cas3/applications/:applicationId')
@Staff()
export class ChangesController {
  constructor(
    private readonly changes: ChangesService,
    private readonly applications: ApplicationService,
  ) {}

  @Replies(Nothing, { status: 200 })
  @Post('withdrawal')
  @Staff('CAS3_REFERRER')
  @Reach('owner', 'person')
  async withdraw(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('applicationId') id: string,
    @Body() body: NewWithdrawal,
  ) {
    await this.changes.withdraw(me, caller, id, body);
    return {};
  }

  @Replies(Cas3Application, { status: 200 })
  @Post('amendments')
  @Staff('CAS3_REFERRER')
  @Reach('owner', 'person')
  @BodyLimit(FORM_BYTES)
  @Header('content-type', 'application/json; charset=utf-8')
  async amend(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('applicationId') id: string,
    @Body() body: NewAmendment,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: RawBody,
    @Res({ passthrough: true }) reply: { header(name: string, value: string): unknown },
  ) {
    const data = memberText(request.rawBody ?? '', 'data') ?? JSON.stringify(body.data);
    const correction = { reason: body.reason, data };
    const { application, person } = await this.changes.amend(me, caller, id, correction, ifMatch);
    reply.header('etag', etagOf(application.revision));
    return toApplication(application, person, await this.applications.others(application));
  }

  @Replies(z.array(ApplicationHistoryEntry))
  @Get('history')
  @Reach('region', 'owner', 'person')
  async history(@Me() me: StaffMember, @Caller() caller: Principal, @Id('applicationId') id: string) {
    return toHistory(await this.changes.history(me, caller, id));
  }
}
