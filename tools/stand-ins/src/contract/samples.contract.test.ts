import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import * as delius from './approved-premises-and-delius';
import * as oasys from './approved-premises-and-oasys';
import * as auth from './hmpps-auth';
import * as tier from './hmpps-tier';
import * as prison from './prison-api';
import * as alerts from './prisoner-alerts-api';

const sample = (path: string): unknown => JSON.parse(readFileSync(join(__dirname, '../../fixtures', path), 'utf8'));

/** Published answers of the real systems, and what we say they look like. */
const SAMPLES: [string, z.ZodType][] = [
  ['auth/token.client-credentials.json', auth.ClientToken],
  ['auth/token.authorization-code.json', auth.UserToken],
  ['auth/openid-configuration.json', auth.Discovery],
  ['auth/access-token-payload.user.json', auth.TokenPayload],
  ['auth/access-token-payload.system-with-username.json', auth.TokenPayload],
  ['ndelius/case-summaries.json', delius.CaseSummaries],
  ['ndelius/case-summaries.unknown-crn.json', delius.CaseSummaries],
  ['ndelius/case-summaries.too-many.error.json', delius.ProbationError],
  ['ndelius/case-detail.json', delius.CaseDetail],
  ['ndelius/user-access.json', delius.UserAccess],
  ['ndelius/staff-detail.json', delius.StaffDetail],
  ['ndelius/staff-detail.not-found.error.json', delius.ProbationError],
  ['ndelius/teams-managing-case.json', delius.ManagingTeams],
  ['prison-api/offender-detail.json', prison.InmateDetail],
  ['prison-api/offender-detail.recall.json', prison.InmateDetail],
  ['prison-api/offender-detail.released.json', prison.InmateDetail],
  ['prison-api/offender-detail.released-to-hospital.json', prison.InmateDetail],
  ['prison-api/offender-detail.minimal-no-booking.json', prison.InmateDetail],
  ['prison-api/booking-basic.json', prison.InmateDetail],
  ['prison-api/movements-offenders.json', prison.Movements],
  ['prison-api/movements-offender.released.json', prison.Movements],
  ['prison-api/movements-booking.json', prison.BookingMovements],
  ['prison-api/agency.json', prison.Agency],
  ['prison-api/adjudications.json', prison.Adjudications],
  ['alerts/alerts.acct.json', alerts.AlertsPage],
  ['alerts/alerts.none.json', alerts.AlertsPage],
  ['ndelius/documents.json', delius.Documents],
  ['oasys/rosh.json', oasys.Rosh],
  ['oasys/rosh.not-found.error.json', delius.ProbationError],
  ['oasys/rosh-summary.json', oasys.RoshSummary],
  ['oasys/risk-management-plan.json', oasys.RiskManagementPlan],
  ['oasys/offence-details.json', oasys.OffenceDetails],
  ['oasys/needs-details.json', oasys.NeedsDetails],
  ['oasys/risk-to-the-individual.json', oasys.RiskToTheIndividual],
  ['oasys/health-details.json', oasys.HealthDetails],
  ['oasys/latest-assessment.json', oasys.LatestAssessment],
  ['tier/tier.json', tier.Tier],
  ['tier/tier.v3.json', tier.TierV3],
  ['tier/tier.v3.missing.json', tier.TierV3],
  ['tier/crns-tier.bulk.json', tier.Tiers],
  ['tier/tier.not-found.error.json', tier.TierError],
  ['prison-api/not-found.error.json', prison.PrisonError],
  ['prison-api/forbidden.error.json', prison.PrisonError],
];

describe('published answers fit the contract of the stand-ins', () => {
  it.each(SAMPLES)('%s', (path, schema) => {
    const parsed = schema.safeParse(sample(path));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});
