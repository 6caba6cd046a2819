import { Injectable } from '@nestjs/common';
import type { Cas3OASysGroup, OASysSections } from '@throughcare/api/cas3/person-records';
import { londonDate } from '@throughcare/base/calendar';
import { clock } from '@throughcare/base/clock';
import { codeOf } from '@throughcare/base/error-facts';
import { notFound } from '@throughcare/base/errors';
import { logger } from '@throughcare/platform/logging';
import { OasysClient } from './oasys.client';
import { daysOf, planOf } from './oasys.rules';
import { answersOf, needsOf, OFFENCE, PLAN, RISK_TO_SELF, ROSH_SUMMARY } from './questions.rules';

const log = logger('oasys');

/** What of a section could be read; a section that could not is told apart from one without answers. */
const orNothing = async <T>(section: string, read: Promise<T | undefined>): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    log.warn({ section, code: codeOf(error) }, 'a section of OASys could not be read');
    return undefined;
  }
};

/** A person's newest assessment, for pages that show it or take it into a form. */
@Injectable()
export class OasysService {
  constructor(private readonly client: OasysClient) {}

  /** The plan alone. An outage is `unavailable`. */
  async plan(crn: string, options: { readonly anyAge: boolean }): Promise<Cas3OASysGroup> {
    return planOf(await this.client.riskManagementPlan(crn), londonDate(clock.now()), options);
  }

  /** Everything. The plan decides: without it there is nothing to show, and another section that fails leaves its own place empty. */
  async sections(crn: string, wanted: readonly number[]): Promise<OASysSections> {
    const [plan, offence, rosh, self, needs] = await Promise.all([
      this.client.riskManagementPlan(crn),
      orNothing('offence', this.client.offenceDetails(crn)),
      orNothing('rosh-summary', this.client.roshSummary(crn)),
      orNothing('risk-to-self', this.client.riskToTheIndividual(crn)),
      orNothing('needs', this.client.needsDetails(crn)),
    ]);
    if (!plan) throw notFound('ASSESSMENT_NOT_FOUND');
    const { started, completed } = daysOf(plan);
    return {
      assessmentId: plan.assessmentId ?? 0,
      assessmentState: completed ? 'Completed' : 'Incomplete',
      dateStarted: started.toISOString(),
      dateCompleted: completed?.toISOString() ?? null,
      offenceDetails: offence ? answersOf(OFFENCE, offence.offence) : [],
      roshSummary: rosh ? answersOf(ROSH_SUMMARY, rosh.roshSummary) : [],
      supportingInformation: needs ? needsOf(needs, wanted) : [],
      riskToSelf: self ? answersOf(RISK_TO_SELF, self.riskToTheIndividual) : [],
      riskManagementPlan: answersOf(PLAN, plan.riskManagementPlan),
    };
  }
}
