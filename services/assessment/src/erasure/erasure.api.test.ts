import { PersonErased } from '@throughcare/events/person-erased.v1';
import { PersonMerged } from '@throughcare/events/person-merged.v1';
import { anEvent } from '@throughcare/platform/testing';
import { ErasureEvents } from '@throughcare/platform/erasure';
import { NumberEvents } from '@throughcare/platform/numbers';
import { AssessmentApp, REASON, aPerson, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

const [CRN, OTHER] = ['X930001', 'X930002'];
const erase = (crn: string) => {
  const handlers = app.test.app.get(ErasureEvents);
  return app.deliver(handlers.erased.bind(handlers), anEvent(PersonErased, { crn }));
};
const aRejection = async (crn: string) => {
  app.gateway.people.set(crn, aPerson(crn));
  const id = await app.inState('in_review', { crn });
  const api = await app.as(staff.assessor);
  await api.post(`/cas3/assessments/${id}/referral-history-notes`, { message: `Rang the mother of ${crn}` });
  const reply = await api.post(`/cas3/assessments/${id}/rejection`, {
    document: {},
    isWithdrawn: false,
    referralRejectionReasonId: REASON,
    referralRejectionReasonDetail: `Detail about ${crn}`,
  });
  expect(reply.status).toBe(200);
  return id;
};
const rowsAbout = async (crn: string) =>
  JSON.stringify(
    await Promise.all(
      ['assessment', 'note', 'booking_view', 'person_index', 'merged_number'].map((table) =>
        app.test.db.query(`select * from ${table} t where t::text like '%' || $1 || '%' order by 1`, [crn]),
      ),
    ),
  );

it('takes the person out of every assessment; what was decided, when and for which reason stays, in no list', async () => {
  const [id, other] = [await aRejection(CRN), await aRejection(OTHER)];
  await erase(CRN);
  await erase(CRN);
  expect(await rowsAbout(CRN)).toBe('[[],[],[],[],[]]');
  expect(await app.row(id)).toMatchObject({
    crn: expect.stringMatching(/^ERASED-/),
    status: 'rejected',
    rejection_reason_id: REASON,
    rejection_reason_detail: null,
    decided_at: expect.any(Date),
  });
  const api = await app.as(staff.assessor);
  expect((await api.get(`/cas3/assessments/${id}`)).status).toBe(404);
  const { body } = await api.get<{ id: string }[]>('/cas3/assessments?statuses=rejected');
  expect(body.map((one) => one.id)).toEqual([other]);
  expect(await app.test.db.query('select aggregate_id from silent_change order by 1')).toEqual([]);
});

it('leaves who bears another number since a merge', async () => {
  const id = await aRejection('X930003');
  const numbers = app.test.app.get(NumberEvents);
  const merge = { numberType: 'crn' as const, from: 'X930003', into: 'X930004' };
  await app.deliver(numbers.follow.bind(numbers), anEvent(PersonMerged, merge, 1));
  await erase('X930003');
  expect(await app.row(id)).toMatchObject({ crn: 'X930004', erased_at: null });
});
