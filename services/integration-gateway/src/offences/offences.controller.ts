import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActiveOffence } from '@throughcare/api/cas3/person-records';
import { notFound } from '@throughcare/base/errors';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { z } from 'zod';
import { NdeliusClient } from '../ndelius/ndelius.client';
import { normalisedCrn } from '../people/crn.rules';
import { KnownPeopleService } from '../people/known-people.service';
import { offencesOf } from './offences.rules';

/** The offences one of which a referral is made for. */
@ApiTags('integration-gateway')
@Controller('people/:crn')
export class OffencesController {
  constructor(
    private readonly known: KnownPeopleService,
    private readonly ndelius: NdeliusClient,
  ) {}

  @Replies(z.array(ActiveOffence), { refuses: ['not-found'] })
  @Get('offences')
  @Authority('ROLE_PROBATION')
  @Reach('person')
  async list(@Caller() caller: Principal, @Param('crn', NameParam) asked: string): Promise<ActiveOffence[]> {
    const { crn } = await this.known.require(caller, normalisedCrn(asked));
    const detail = await this.ndelius.detail(crn);
    if (!detail) throw notFound('PERSON_NOT_FOUND');
    return offencesOf(detail);
  }
}
