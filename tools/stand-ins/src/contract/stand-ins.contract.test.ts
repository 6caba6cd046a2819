import { decodeJwt } from 'jose';
import type { z } from 'zod';
import { startStandIns, type Started } from '../testing';
import * as delius from './approved-premises-and-delius';
import * as auth from './hmpps-auth';
import * as prison from './prison-api';

const CAST = Array.from({ length: 43 }, (_, n) => `X9000${String(n + 1).padStart(2, '0')}`);
const NUMBERS = [...Array.from({ length: 42 }, (_, n) => `A90${String(n + 1).padStart(2, '0')}AA`), 'A4092EA'];

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
});
