import { ReferralRiskChanged } from '@throughcare/events/referral-risk-changed.v1';
import { anEvent } from '@throughcare/platform/testing';
import { AssessmentApp, staff } from '../testing/assessment-app';
import { RiskEvents } from './risk.events';

describe('risks that differ since the referral', () => {
  let app: AssessmentApp;
  beforeAll(async () => {
    app = await AssessmentApp.start();
  });
  afterAll(() => app?.close());

  type Part = 'roshRisks' | 'mappa' | 'tier' | 'flags';
  const hear = async (id: string, changed: Part[], version: number) => {
    const events = app.test.app.get(RiskEvents);
    const sql = 'select application_id as id from assessment where id = $1';
    const [row] = await app.test.db.query<{ id: string }[]>(sql, [id]);
    const applicationId = row?.id ?? '';
    const event = anEvent(
      ReferralRiskChanged,
      { applicationId, changed, checkedAt: '2027-05-03T10:00:00.000Z' },
      version,
    );
    await app.deliver(events.changed.bind(events), event);
  };
  const alerts = async (id: string) =>
    (await (await app.as(staff.assessor)).get<{ kind: string; message: string }[]>(`/cas3/assessments/${id}/alerts`))
      .body;

  it('are one alert that names which, however often they are heard of, and go when nothing differs', async () => {
    const id = await app.inState('ready_to_place');
    for (let n = 0; n < 2; n += 1) await hear(id, ['tier', 'flags'], 3);
    expect(await alerts(id)).toEqual([
      {
        alert: 'risks-tier+flags-2027-05-03',
        kind: 'risks-changed',
        on: '2027-05-03',
        message: 'Since the referral was submitted, this has changed: tier and risk flags.',
        whatToDo: expect.stringContaining('Look at the risks of the referral'),
      },
    ]);
    await hear(id, ['mappa'], 2);
    expect(await alerts(id)).toHaveLength(1);
    await hear(id, [], 4);
    expect(await alerts(id)).toEqual([]);
  });
});
