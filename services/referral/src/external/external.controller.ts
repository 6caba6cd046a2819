import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  Cas3ExternalLatestBookingDto,
  Cas3ReferralHistory,
  Cas3SuitableApplication,
  Cas3UrlTemplates,
} from '@throughcare/api/cas3/external';
import { Reach } from '@throughcare/platform/access';
import { Authority } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { z } from 'zod';
import { ExternalService } from './external.service';

interface Reply {
  status(code: number): unknown;
}

/** Without a body, as this caller expects it. */
const none = (reply: Reply, code: 400 | 404 = 404): string => {
  reply.status(code);
  return '';
};

/** For the single-accommodation service, which shows where a person's referral and booking stand. It is a system, and sees everybody. */
@ApiTags('referral')
@Controller('cas3/external')
@Authority('ROLE_APPROVED_PREMISES__SINGLE_ACCOMMODATION_SERVICE')
export class ExternalController {
  constructor(private readonly external: ExternalService) {}

  @Replies(Cas3SuitableApplication, { refuses: ['not-found'] })
  @Get('cases/:crn/applications/:type')
  @Reach('none')
  async application(
    @Param('crn', NameParam) crn: string,
    @Param('type', NameParam) type: string,
    @Res({ passthrough: true }) reply: Reply,
  ) {
    if (type !== 'suitable') return none(reply, 400);
    return (await this.external.suitable(crn)) ?? none(reply);
  }

  @Replies(Cas3ExternalLatestBookingDto, { refuses: ['not-found'] })
  @Get('cases/:crn/premises/current')
  @Reach('none')
  async premises(@Param('crn', NameParam) crn: string, @Res({ passthrough: true }) reply: Reply) {
    return (await this.external.currentPremises(crn)) ?? none(reply);
  }

  @Replies(z.array(Cas3ReferralHistory), { refuses: ['not-found'] })
  @Get('referrals/:crn')
  @Reach('none')
  history(@Param('crn', NameParam) crn: string) {
    return this.external.history(crn);
  }

  @Replies(Cas3UrlTemplates)
  @Get('url-templates')
  @Reach('none')
  templates() {
    return this.external.urlTemplates();
  }
}
