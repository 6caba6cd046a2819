import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Adjudication, PersonAcctAlert } from '@throughcare/api/cas3/person-records';
import { notFound } from '@throughcare/base/errors';
import { Caller, Reach } from '@throughcare/platform/access';
import { Authority, type Principal } from '@throughcare/platform/auth';
import { NameParam } from '@throughcare/platform/dto';
import { Replies } from '@throughcare/platform/replies';
import { z } from 'zod';
import { AlertsClient } from '../alerts/alerts.client';
import { normalisedCrn } from '../people/crn.rules';
import { KnownPeopleService } from '../people/known-people.service';
import { PrisonApiClient } from '../prison-api/prison-api.client';
import { adjudicationsOf, alertOf } from './custody-records.rules';

/** What prisons have recorded about a person whom probation refers. Somebody without a prison number has no such records (404). */
@ApiTags('integration-gateway')
@Controller('people/:crn')
@Authority('ROLE_PROBATION')
export class CustodyRecordsController {
  constructor(
    private readonly known: KnownPeopleService,
    private readonly prison: PrisonApiClient,
    private readonly alerts: AlertsClient,
  ) {}

  @Replies(z.array(Adjudication), { refuses: ['not-found'] })
  @Get('adjudications')
  @Reach('person')
  async adjudications(@Caller() caller: Principal, @Param('crn', NameParam) crn: string): Promise<Adjudication[]> {
    const pages = await this.prison.adjudications(await this.numberOf(caller, crn));
    if (!pages) throw notFound('PRISONER_NOT_FOUND');
    return adjudicationsOf(pages);
  }

  @Replies(z.array(PersonAcctAlert), { refuses: ['not-found'] })
  @Get('acct-alerts')
  @Reach('person')
  async acctAlerts(@Caller() caller: Principal, @Param('crn', NameParam) crn: string): Promise<PersonAcctAlert[]> {
    return (await this.alerts.acct(await this.numberOf(caller, crn))).map(alertOf);
  }

  private async numberOf(caller: Principal, crn: string): Promise<string> {
    const { nomsId } = await this.known.require(caller, normalisedCrn(crn));
    if (nomsId === undefined) throw notFound('PRISON_NUMBER_MISSING');
    return nomsId;
  }
}
