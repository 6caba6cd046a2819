import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Cas3OASysGroup, OASysSections } from '@throughcare/api/cas3/person-records';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { normalisedCrn } from '../people/crn.rules';
import { KnownPeopleService } from '../people/known-people.service';
import { OasysService } from './oasys.service';
import { PlanQuery, SectionsQuery } from './oasys.dto';

/** What OASys says about a person, for the referral form. */
@ApiTags('integration-gateway')
@Controller()
@Authority('ROLE_PROBATION')
export class OasysController {
  constructor(
    private readonly known: KnownPeopleService,
    private readonly oasys: OasysService,
  ) {}

  @Replies(Cas3OASysGroup, { refuses: ['not-found'] })
  @Get('cas3/people/:crn/oasys/riskManagement')
  @Reach('person')
  async riskManagement(
    @Caller() caller: Principal,
    @Param('crn', NameParam) asked: string,
    @Query() { suitabilityStrategy }: PlanQuery,
  ) {
    const { crn } = await this.known.require(caller, normalisedCrn(asked));
    return this.oasys.plan(crn, { anyAge: suitabilityStrategy === 'allow_all' });
  }

  /** The older route, which existing clients call. */
  @Replies(OASysSections, { refuses: ['not-found'] })
  @Get('people/:crn/oasys/sections')
  @Reach('person')
  async sections(
    @Caller() caller: Principal,
    @Param('crn', NameParam) asked: string,
    @Query() { 'selected-sections': selected = [] }: SectionsQuery,
  ) {
    const { crn } = await this.known.require(caller, normalisedCrn(asked));
    return this.oasys.sections(crn, selected.map(Number));
  }
}
