import { Body, Controller, Delete, Get, Header, Headers, Post, Put, Query, Req, Res } from '@nestjs/common';
import { z } from 'zod';
import { Cas3Application, Cas3ApplicationSummary } from '@throughcare/api/cas3/application';
import { Nothing } from '@throughcare/api/fields';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Id } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { BodyLimit, type RawBody } from '@throughcare/platform/service/body-parsing';
import { NewApplication, NewApplicationQuery, NewSubmission, ApplicationUpdate } from './application.dto';
import { ApplicationService } from './application.service';
import { toApplication, toSummary } from './application.reply';
import { memberText } from '@throughcare/platform/json';
import { etagOf } from '../saving/revision.rules';

interface Reply {
  header(name: string, value: string): unknown;
}

/** A long form with imported risk-management plans and its readable copy. */
const FORM_BYTES = 768 * 1024;
const JSON_TYPE = 'application/json; charset=utf-8';

/** Text of a member as the client wrote it. */
const asSent = (request: RawBody, name: string, parsed: unknown): string =>
  memberText(request.rawBody ?? '', name) ?? JSON.stringify(parsed);

@ApiTags('referral')
@Controller('cas3/applications')
@Staff()
export class ApplicationController {
  constructor(private readonly applications: ApplicationService) {}

  @Replies(z.array(Cas3ApplicationSummary))
  @Get()
  @Reach('own-list', 'person')
  async list(@Me() me: StaffMember, @Caller() caller: Principal) {
    const shown = await this.applications.list(me, caller);
    return shown.map(({ row, person }) => toSummary(row, person));
  }

  @Replies(Cas3Application)
  @Post()
  @Staff('CAS3_REFERRER')
  @Reach('person')
  @Header('content-type', JSON_TYPE)
  async create(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() query: NewApplicationQuery,
    @Body() body: NewApplication,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { application, person } = await this.applications.create(me, caller, body, query.createWithRisks ?? false);
    reply.header('location', `/cas3/applications/${application.id}`);
    reply.header('etag', etagOf(application.revision));
    return toApplication(application, person, await this.applications.others(application));
  }

  @Replies(Cas3Application)
  @Get(':applicationId')
  @Reach('region', 'owner', 'person')
  @Header('content-type', JSON_TYPE)
  async read(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('applicationId') id: string,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { application, person } = await this.applications.read(me, caller, id);
    reply.header('etag', etagOf(application.revision));
    return toApplication(application, person, await this.applications.others(application));
  }

  @Replies(Cas3Application)
  @Put(':applicationId')
  @Reach('owner', 'person')
  @BodyLimit(FORM_BYTES)
  @Header('content-type', JSON_TYPE)
  async save(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('applicationId') id: string,
    @Body() body: ApplicationUpdate,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: RawBody,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const data = asSent(request, 'data', body.data);
    const { application, person } = await this.applications.save(me, caller, id, data, ifMatch);
    reply.header('etag', etagOf(application.revision));
    return toApplication(application, person, await this.applications.others(application));
  }

  @Replies(Nothing)
  @Delete(':applicationId')
  @Staff('CAS3_REFERRER')
  @Reach('owner', 'person')
  async delete(@Me() me: StaffMember, @Caller() caller: Principal, @Id('applicationId') id: string) {
    await this.applications.delete(me, caller, id);
    return {};
  }

  @Replies('nothing', { status: 200 })
  @Post(':applicationId/submission')
  @Reach('owner', 'person')
  @BodyLimit(FORM_BYTES)
  async submit(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Id('applicationId') id: string,
    @Body() body: NewSubmission,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: RawBody,
  ) {
    const document = asSent(request, 'translatedDocument', body.translatedDocument);
    const summaryData = asSent(request, 'summaryData', body.summaryData);
    await this.applications.submit(me, caller, id, body, { document, summaryData }, ifMatch);
  }
}
