import { AssessmentApp, LONDON, WALES, staff } from '../testing/assessment-app';

const NATIONAL = 'dafc93d2-2dec-42d1-84d9-190e9ccda638';
const CROYDON = '2e3df9de-5875-44b6-8df7-88e4308e5c58';
const NOBODY = '5b7a2e6f-3a57-4a0f-8d2b-0a6a4d7a1c11';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

const list = async (member = staff.admin) =>
  (await app.as(member)).get<{ id: string; reason: string }[]>('/cas3/assessments/without-region');

describe('F-055: referrals that are in no region’s list', () => {
  it('are shown to an administrator with the reason, and the others are not', async () => {
    const place = (probationRegionId: string, probationDeliveryUnitId: string) =>
      app.submitted({ probationRegionId, probationDeliveryUnitId });
    await place(LONDON, CROYDON);
    const expected = [
      [await place(NOBODY, NOBODY), 'unknown-region'],
      [await place(NATIONAL, CROYDON), 'region-without-team'],
      [await place(LONDON, NOBODY), 'unknown-unit'],
      [await place(WALES, CROYDON), 'unit-of-another-region'],
    ];
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.map(({ id, reason }) => [id, reason]).toSorted()).toEqual(expected.toSorted());
    expect(Object.keys(body[0] ?? {}).toSorted()).toEqual(
      [
        'applicationId',
        'createdAt',
        'crn',
        'id',
        'probationDeliveryUnitId',
        'probationRegionId',
        'reason',
        'status',
      ].toSorted(),
    );
  });

  it.each([
    ['an assessor', staff.assessor],
    ['a referrer', staff.referrer],
    ['a reporter', staff.reporter],
  ])('are not for %s', async (_, member) => {
    expect((await list(member)).status).toBe(403);
  });
});
