import { Controller, Get, Header, Headers, Param, Post, Res } from '@nestjs/common';
import { z } from 'zod';
import { ApplicationRevision, ApplicationRevisionDetail, Cas3Application } from '@throughcare/api/cas3/application';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { ApplicationService } from './application.service';
import { toApplication } from './application.reply';
import { withJsonText } from '@throughcare/platform/json';
import { etagOf } from '../saving/revision.rules';
import { DraftPath, RevisionPath } from './revisions.dto';

interface Reply {
  header(name: string, value: string): unknown;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers that another save replaced, for the creator of a draft: to look at, and to bring back. */
@ApiTags('referral')
@Controller('cas3/applications/:applicationId/revisions')
@Staff()
export class RevisionsController {
  constructor(private readonly applications: ApplicationService) {}

  @Replies(z.array(ApplicationRevision))
  @Get()
  @Reach('owner', 'person')
  async list(@Me() me: StaffMember, @Caller() caller: Principal, @Param() { applicationId }: DraftPath) {
    const revisions = await this.applications.revisions(me, caller, applicationId);
    return revisions.map(({ revision, replacedAt, lost }) => ({ revision, replacedAt, lost }));
  }

  @Replies(ApplicationRevisionDetail)
  @Get(':revision')
  @Reach('owner', 'person')
  @Header('content-type', JSON_TYPE)
  async read(@Me() me: StaffMember, @Caller() caller: Principal, @Param() { applicationId, revision }: RevisionPath) {
    const { replacedAt, lost, data } = await this.applications.revision(me, caller, applicationId, revision);
    return withJsonText({ revision, replacedAt, lost }, { data });
  }

  @Replies(Cas3Application, { status: 200 })
  @Post(':revision/restoration')
  @Reach('owner', 'person')
  @Header('content-type', JSON_TYPE)
  async restore(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Param() { applicationId, revision }: RevisionPath,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    const { application, person } = await this.applications.restore(me, caller, applicationId, revision, ifMatch);
    reply.header('etag', etagOf(application.revision));
    return toApplication(application, person, await this.applications.others(application));
  }
}
