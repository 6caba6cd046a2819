import { AssessmentApp, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

it('F-031: a note that is sent three times at once is one, and another word or hand is another', async () => {
  const id = await app.submitted();
  const path = `/cas3/assessments/${id}/referral-history-notes`;
  const api = await app.as(staff.assessor);
  const replies = await Promise.all(
    [1, 2, 3].map(() => api.post<{ id: string }>(path, { message: 'Rang the prison' })),
  );
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
  await api.post(path, { message: 'Rang again' });
  await (await app.as(staff.colleague)).post(path, { message: 'Rang again' });
  const { body } = await api.get<{ type: string }[]>(`/cas3/timeline/${id}`);
  expect(body.filter(({ type }) => type === 'user')).toHaveLength(3);
});
