import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Cas3ReferralSummary } from '@throughcare/api/cas3/application';
import { forbidden } from '@throughcare/base/errors';
import { Caller, Me, Reach, Staff } from '@throughcare/platform/access';
import type { Principal } from '@throughcare/platform/auth';
import { PeopleIndex, pageHeaders } from '@throughcare/platform/lists';
import { Replies } from '@throughcare/platform/replies';
import type { StaffMember } from '@throughcare/platform/staff';
import { z } from 'zod';
import { readsRegion } from '../application/viewer.rules';
import { ReferralListQuery } from './list.dto';
import { listOf, pageOf } from './list-statement';
import { toReferral, type Listed } from './list.reply';

interface Reply {
  headers(values: Readonly<Record<string, string>>): void;
}

/** Beside the unpaged list, which existing clients know. */
@ApiTags('referral')
@Controller('cas3/applications')
@Staff()
export class ListController {
  constructor(private readonly people: PeopleIndex) {}

  @Replies(z.array(Cas3ReferralSummary), { paged: 'headers', refuses: ['forbidden'] })
  @Get('search')
  @Reach('own-list', 'person')
  async search(
    @Me() me: StaffMember,
    @Caller() caller: Principal,
    @Query() query: ReferralListQuery,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    if (query.scope === 'region' && !readsRegion(me.roles)) throw forbidden('REGION_NOT_READ');
    const { rows, total } = await this.people.page<Listed>(listOf(query, me), caller);
    reply.headers(pageHeaders(pageOf(query), total));
    return rows.map(toReferral);
  }
}
