import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import * as delius from './approved-premises-and-delius';
import * as auth from './hmpps-auth';
import * as prison from './prison-api';

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
  ['prison-api/not-found.error.json', prison.PrisonError],
  ['prison-api/forbidden.error.json', prison.PrisonError],
];

describe('published answers fit the contract of the stand-ins', () => {
  it.each(SAMPLES)('%s', (path, schema) => {
    const parsed = schema.safeParse(sample(path));
    expect(parsed.error?.issues ?? []).toEqual([]);
  });
});
