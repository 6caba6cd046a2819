import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Person } from '@throughcare/api/cas3/person';
import { PrisonerPersonal } from '@throughcare/api/passport/prisoner';
import { Replies } from '@throughcare/platform/replies';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal, Reads } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { invalidField } from '@throughcare/base/errors';
import { normalisedCrn } from './crn.rules';
import { PeopleService } from './people.service';
import { PersonQuery, PeopleQuery } from './people.dto';

/** What nDelius takes at once. */
export const MOST = 500;

@ApiTags('integration-gateway')
@Controller('people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Replies(Person)
  @Get('search')
  @Authority('ROLE_PROBATION')
  @Reach('person')
  search(@Caller() caller: Principal, @Query() { crn }: PersonQuery) {
    return this.people.search(caller, normalisedCrn(crn));
  }

  @Reads()
  @Replies(z.array(Person), { status: 200 })
  @Post('summaries')
  @Authority('ROLE_PROBATION')
  @Reach('person')
  summaries(@Caller() caller: Principal, @Body() { crns }: PeopleQuery) {
    if (crns.length > MOST) throw invalidField('$.crns', 'tooMany');
    return this.people.summaries(caller, crns.map(normalisedCrn));
  }

  @Replies(PrisonerPersonal)
  @Get('prisoner/:nomsId')
  @Authority('ROLE_RESETTLEMENT_PASSPORT_EDIT', 'ROLE_PROBATION')
  @Reach('person')
  prisoner(@Caller() caller: Principal, @Param('nomsId', NameParam) nomsId: string) {
    return this.people.prisoner(caller, normalisedCrn(nomsId));
  }
}
