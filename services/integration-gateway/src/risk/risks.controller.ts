import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PersonRisks } from '@throughcare/api/cas3/risks';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { normalisedCrn } from '../people/crn.rules';
import { KnownPeopleService } from '../people/known-people.service';
import { RisksService } from './risks.service';

@ApiTags('integration-gateway')
@Controller()
export class RisksController {
  constructor(
    private readonly known: KnownPeopleService,
    private readonly risks: RisksService,
  ) {}

  /** For a member of staff who may see the person. */
  @Replies(PersonRisks, { refuses: ['not-found'] })
  @Get('cas3/people/:crn/risk-profile')
  @Authority('ROLE_PROBATION')
  @Reach('person')
  async profile(@Caller() caller: Principal, @Param('crn', NameParam) asked: string): Promise<PersonRisks> {
    const { crn } = await this.known.require(caller, normalisedCrn(asked));
    return this.risks.of(crn);
  }

  /** For the service that keeps the risks of a referral and asks again when nobody is there. No edge leads here. */
  @Replies(PersonRisks, { refuses: ['not-found'] })
  @Get('risks/:crn')
  @Authority('ROLE_THROUGHCARE__RISKS_RO')
  @Reach('none')
  ofReferral(@Param('crn', NameParam) crn: string): Promise<PersonRisks> {
    return this.risks.of(normalisedCrn(crn));
  }
}
