import type { ReferralRiskLevels } from '@throughcare/api/cas3/risks';
import { newId } from '@throughcare/events/ids';
import { ReferralApp, staff } from '../testing/referral-app';

describe('risk levels, by key', () => {
  let app: ReferralApp;
  const ROLE = 'ROLE_THROUGHCARE__RISK_LEVELS';
  const ask = async (claims: object, applicationIds: string[]) =>
    app.test.request
      .as(await app.test.issuer.token({ authorities: [ROLE], ...claims }))
      .post<ReferralRiskLevels[]>('/risk-levels', { applicationIds });
  beforeAll(async () => {
    app = await ReferralApp.start();
  });
  afterAll(() => app?.close());

  it('are those of what was submitted, the newest that are known', async () => {
    const id = await app.submitted(staff.referrer);
    const draft = await app.draft(staff.referrer);
    const client = { clientId: 'throughcare-lists' };
    const unknown = { applicationId: id, rosh: 'unknown', mappa: 'unknown', arson: 'no' };
    expect((await ask(client, [id, draft, newId()])).body).toEqual([unknown]);
    await app.test.db.query(
      `insert into application_risk (application_id, latest, tries) values ($1, $2, 0)
       on conflict (application_id) do update set latest = excluded.latest`,
      [id, { roshRisks: { status: 'retrieved', value: { overallRisk: 'High' } }, mappa: { status: 'not_found' } }],
    );
    expect((await ask(client, [id])).body).toEqual([{ ...unknown, rosh: 'high', mappa: 'none' }]);
  });

  it('are for our own services, some at a time', async () => {
    expect(await ask({ username: 'REFERRER_1' }, [])).toMatchObject({ status: 403 });
    expect(await ask({ clientId: 'throughcare-lists', authorities: ['ROLE_PROBATION'] }, [])).toMatchObject({
      status: 403,
    });
    const many = Array.from({ length: 501 }, () => newId());
    expect(await ask({ clientId: 'throughcare-lists' }, many)).toMatchObject({ status: 400 });
  });
});
