import { decodeJwt } from 'jose';
import type { z } from 'zod';
import { startStandIns, type Started } from '../testing';
import * as delius from './approved-premises-and-delius';
import * as oasys from './approved-premises-and-oasys';
import * as auth from './hmpps-auth';
import * as tier from './hmpps-tier';
import * as prison from './prison-api';
import * as alerts from './prisoner-alerts-api';

const CAST = [...Array.from({ length: 43 }, (_, n) => `X9000${String(n + 1).padStart(2, '0')}`), 'X371199'];
const NUMBERS = [
  ...Array.from({ length: 42 }, (_, n) => `A90${String(n + 1).padStart(2, '0')}AA`),
  'A4092EA',
  'A7779DY',
];

describe('answers of the stand-ins fit the contract of the real systems', () => {
  let started: Started;
  let token: string;
  beforeAll(async () => {
    started = await startStandIns(['auth', 'ndelius', 'prison-api'], { REGION_PEOPLE: '40', REGION_STAFF: '6' });
    token = await started.clientToken();
  });
  afterAll(() => started.close());

  const answer = async (of: 'ndelius' | 'prison-api' | 'auth', path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${started.url(of)}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const fits = (schema: z.ZodType, value: unknown): void =>
    expect(schema.safeParse(value).error?.issues ?? []).toEqual([]);

  it('of Auth', async () => {
    const basic = (id: string, secret: string): string => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    const response = await fetch(`${started.url('auth')}/auth/oauth/token`, {
      method: 'POST',
      headers: { authorization: basic('throughcare-gateway', 'local-gateway-secret') },
      body: new URLSearchParams({ grant_type: 'client_credentials', username: 'CAST_01' }),
    });
    const body = (await response.json()) as { access_token: string };
    fits(auth.ClientToken, body);
    fits(auth.TokenPayload, decodeJwt(body.access_token));
    for (const user of ['CAST_01', 'CAST_10', 'CAST_12', 'CAST_42_GEN'])
      fits(auth.TokenPayload, decodeJwt(await started.userToken(user)));
    fits(auth.Discovery, await answer('auth', '/auth/issuer/.well-known/openid-configuration'));
  });

  it('of nDelius', async () => {
    fits(delius.CaseSummaries, await answer('ndelius', '/probation-cases/summaries', [...CAST, 'Y200000', 'Y200001']));
    fits(delius.UserAccess, await answer('ndelius', '/users/access?username=CAST_02', CAST));
    fits(delius.CaseDetail, await answer('ndelius', '/probation-cases/X900003/details'));
    fits(delius.StaffDetail, await answer('ndelius', '/staff/CAST_05'));
    fits(delius.StaffDetail, await answer('ndelius', '/staff?code=N07S00U'));
    fits(delius.StaffDetail, await answer('ndelius', '/staff?code=N55G001'));
    fits(delius.ManagingTeams, await answer('ndelius', '/teams/managingCase/X900001'));
    for (const path of ['/probation-cases/X1/details', '/staff/X', '/nowhere'])
      fits(delius.ProbationError, await answer('ndelius', path));
    fits(delius.ProbationError, await answer('ndelius', '/users/access', []));
  });

  it('of the prison API, for every member of the cast', async () => {
    for (const noms of NUMBERS) {
      const detail = (await answer('prison-api', `/api/offenders/${noms}`)) as { bookingId?: number };
      if (noms === 'A9003AA') fits(prison.PrisonError, detail);
      else fits(prison.InmateDetail, detail);
      if (detail.bookingId === undefined) continue;
      fits(prison.InmateDetail, await answer('prison-api', `/api/bookings/${detail.bookingId}?basicInfo=true`));
      fits(prison.BookingMovements, await answer('prison-api', `/api/movements/booking/${detail.bookingId}`));
    }
    fits(
      prison.Movements,
      await answer('prison-api', '/api/movements/offenders?latestOnly=false&allBookings=true', NUMBERS),
    );
    fits(prison.Agency, await answer('prison-api', '/api/agencies/MDI'));
    for (const path of ['/api/offenders/A9999XX', '/api/offenders/x', '/nowhere'])
      fits(prison.PrisonError, await answer('prison-api', path));
  });

  it('of nDelius about offences, registrations, MAPPA and documents, for every member of the cast', async () => {
    for (const crn of CAST.filter((one) => one !== 'X900002')) {
      fits(delius.CaseDetail, await answer('ndelius', `/probation-cases/${crn}/details`));
      fits(delius.Documents, await answer('ndelius', `/documents/${crn}/all`));
    }
    fits(delius.ProbationError, await answer('ndelius', '/documents/X1/all'));
  });

  it.each([
    ['rosh', oasys.Rosh],
    ['risk-management-plan', oasys.RiskManagementPlan],
    ['rosh-summary', oasys.RoshSummary],
    ['offence-details', oasys.OffenceDetails],
    ['needs-details', oasys.NeedsDetails],
    ['risk-to-the-individual', oasys.RiskToTheIndividual],
    ['health-details', oasys.HealthDetails],
    ['latest-assessment', oasys.LatestAssessment],
  ])('of OASys: %s', async (path, schema) => {
    for (const crn of ['X900001', 'X900009', 'X900011', 'X900012', 'X371199'])
      fits(schema, await answer('ndelius', `/oasys/${path}/${crn}`));
    for (const crn of ['X900010', 'X1']) fits(delius.ProbationError, await answer('ndelius', `/oasys/${path}/${crn}`));
  });

  it('of HMPPS Tier, in both versions', async () => {
    for (const crn of ['X900001', 'X900010', 'X371199']) {
      fits(tier.Tier, await answer('ndelius', `/tier/v2/crn/${crn}/tier`));
      fits(tier.Tier, await answer('ndelius', `/tier/crn/${crn}/tier`));
      fits(tier.TierV3, await answer('ndelius', `/tier/v3/crn/${crn}/tier`));
    }
    fits(tier.TierError, await answer('ndelius', '/tier/v2/crn/X900013/tier'));
    fits(tier.Tiers, await answer('ndelius', '/tier/v2/crns/tier', ['X900001', 'X900013']));
    fits(tier.TierError, await answer('ndelius', '/tier/v2/crns/tier', CAST.slice(0, 21)));
  });

  it('of prisons about adjudications and alerts, for every member of the cast', async () => {
    for (const noms of NUMBERS.filter((one) => one !== 'A9003AA')) {
      fits(prison.Adjudications, await answer('prison-api', `/api/offenders/${noms}/adjudications`));
      fits(alerts.AlertsPage, await answer('prison-api', `/alerts/prisoners/${noms}/alerts?alertCode=HA`));
    }
    fits(prison.PrisonError, await answer('prison-api', '/api/offenders/A0000AA/adjudications'));
    fits(alerts.AlertsPage, await answer('prison-api', '/alerts/prisoners/A0000AA/alerts?alertCode=HA'));
  });
});
