import { lists } from '@throughcare/reference/lists';
import { AssessmentApp, aRejection, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

describe('B5.3: rejected means rejected now, whatever the reason', () => {
  const reasons = lists.offered('referral-rejection-reasons');
  const [first, second] = reasons.map(({ id }) => id);
  const reject = async (id: string, referralRejectionReasonId = '') =>
    (await app.as(staff.assessor)).post(`/cas3/assessments/${id}/rejection`, aRejection({ referralRejectionReasonId }));
  const rejection = async (id: string) => {
    const { status, rejection_reason_id, rejection_reason_detail, rejection_rationale, is_withdrawn } =
      await app.row(id);
    return [status, rejection_reason_id, rejection_reason_detail, rejection_rationale, is_withdrawn];
  };

  it('nothing of a rejection outlives it, and the next one has its own reason', async () => {
    const id = await app.submitted();
    await reject(id, first);
    expect(await rejection(id)).toEqual(['rejected', first, 'Held again', 'default', false]);
    await (await app.as(staff.assessor)).delete(`/cas3/assessments/${id}/allocations`);
    expect(await rejection(id)).toEqual(['unallocated', null, null, null, null]);
    await reject(id, second);
    expect(await rejection(id)).toEqual(['rejected', second, 'Held again', 'default', false]);
  });

  it('each of the 19 reasons rejects', async () => {
    expect(reasons).toHaveLength(19);
    for (const { id: reasonId } of reasons) {
      const id = await app.submitted();
      expect((await reject(id, reasonId)).status).toBe(200);
      expect(await rejection(id)).toMatchObject(['rejected', reasonId, 'Held again', 'default', false]);
    }
  });
});
