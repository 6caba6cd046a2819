import { newId } from '@throughcare/events/ids';
import {
  ReferralApp,
  aNewApplication,
  aPerson,
  aSubmission,
  staff,
  theAnswers,
  type ApplicationJson,
} from '../testing/referral-app';

const CRN = 'X900001';
let app: ReferralApp;
beforeAll(async () => {
  app = await ReferralApp.start();
});
afterAll(() => app?.close());

const create = async (over: object, member = staff.referrer) =>
  (await app.as(member)).post<ApplicationJson>('/cas3/applications', aNewApplication(over));
const submitted = async (id: string) => {
  const reply = await (await app.as(staff.referrer)).post(`/cas3/applications/${id}/submission`, aSubmission());
  expect(reply.status).toBe(200);
  const event = (await app.published(id)).find(({ type }) => type === 'accommodation.cas3.referral.submitted');
  return JSON.parse(event?.payload ?? '{}') as object;
};

describe('where a referral comes from', () => {
  it('is told with it: the prison the person was held in when it was begun, where that is known', async () => {
    app.gateway.people.set(CRN, aPerson(CRN, { prisonId: 'MDI' }));
    const { body } = await create({});
    app.gateway.people.set(CRN, aPerson(CRN));
    await (await app.as(staff.referrer)).put(`/cas3/applications/${body.id}`, { data: theAnswers() });
    expect(await submitted(body.id)).toMatchObject({ prisonId: 'MDI' });
    const outside = await app.draft();
    const event = await submitted(outside);
    expect(event).not.toHaveProperty('prisonId');
    expect(event).not.toHaveProperty('copiedFromApplicationId');
  });

  it('is another referral of the same person, whose answers it begins with', async () => {
    const first = await app.submitted();
    const { status, body } = await create({ copiedFromApplicationId: first });
    expect([status, body.data]).toEqual([201, theAnswers()]);
    expect(await submitted(body.id)).toMatchObject({ copiedFromApplicationId: first });
  });

  it('is nobody else’s referral, none that the caller may not read, and none that is not there', async () => {
    app.gateway.people.set('X900003', aPerson('X900003'));
    const of = async (crn: string, copiedFromApplicationId: string, member = staff.referrer) =>
      (await create({ crn, copiedFromApplicationId }, member)).status;
    const draft = await app.draft(staff.colleague);
    expect(await of('X900003', await app.submitted())).toBe(400);
    expect(await of(CRN, draft)).toBe(403);
    expect(await of(CRN, newId())).toBe(404);
    expect(await of(CRN, 'none')).toBe(400);
  });
});
