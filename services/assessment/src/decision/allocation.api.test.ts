import { AssessmentApp, LONDON, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());

const typesOf = async (id: string) => (await app.published(id)).map(({ type }) => type.split('.').at(-1));
const payloadOf = async (id: string, index: number) =>
  JSON.parse((await app.published(id)).at(index)?.payload ?? '{}') as Record<string, unknown>;

describe('allocating to a colleague', () => {
  const give = async (id: string, body: object, by = staff.assessor) =>
    (await app.as(by)).post<{ user: { id: string } }>(`/tasks/assessment/${id}/allocations`, body);
  const { assessor, colleague, roaming } = staff;
  // Everybody who has signed in, as events of the gateway name them.
  beforeAll(() =>
    Promise.all([assessor, colleague, roaming, staff.referrer, staff.faraway].map((one) => app.knows(one))),
  );

  it('gives it to them, answers with them, and the timeline says who gave it to whom', async () => {
    const id = await app.submitted();
    expect(await give(id, { userId: colleague.userId })).toMatchObject({
      status: 201,
      body: { user: { id: colleague.userId } },
    });
    expect(await app.row(id)).toMatchObject({ status: 'in_review', allocated_to_user_id: colleague.userId });
    expect(await payloadOf(id, 0)).toMatchObject({
      from: 'unallocated',
      allocatedToUserId: colleague.userId,
      byUserId: assessor.userId,
    });
    const { body } = await (await app.as(assessor)).get<unknown[]>(`/cas3/timeline/${id}`);
    expect(body[0]).toMatchObject({
      type: 'system',
      category: 'in_review',
      createdByUserName: 'Name of ASSESSOR_1',
      message: 'Allocated to Name of ASSESSOR_2',
    });
  });

  it('is for whoever has it, and for others only from the one they say has it', async () => {
    const id = await app.submitted();
    await give(id, {});
    expect((await give(id, { userId: roaming.userId }, colleague)).status).toBe(409);
    expect((await give(id, { userId: roaming.userId, fromUserId: colleague.userId }, colleague)).status).toBe(409);
    expect((await give(id, { userId: roaming.userId, fromUserId: assessor.userId }, colleague)).status).toBe(201);
    expect(await payloadOf(id, 1)).toMatchObject({
      from: 'in_review',
      previousUserId: assessor.userId,
      byUserId: colleague.userId,
    });
  });

  it('by two at the same moment is one of the two, and the other is refused', async () => {
    const id = await app.submitted();
    await give(id, {});
    const fromUserId = assessor.userId;
    const replies = await Promise.all([
      give(id, { userId: colleague.userId, fromUserId }, roaming),
      give(id, { userId: roaming.userId, fromUserId }, colleague),
    ]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await typesOf(id)).toEqual(['allocated', 'allocated']);
  });
});

describe('F-043: allocating', () => {
  it.each([
    ['without a user', undefined, 201],
    ['to nobody in particular', {}, 201],
    ['to oneself', { userId: staff.assessor.userId }, 201],
    ['to oneself, written otherwise', { userId: staff.assessor.userId.toUpperCase() }, 201],
    ['to a member of staff of another region', { userId: staff.faraway.userId }, 400],
    ['to one who is no assessor', { userId: staff.referrer.userId }, 400],
    ['to an id that nobody has', { userId: LONDON }, 400],
    ['to nobody there is', { userId: 'x' }, 400],
  ])('%s', async (_, body, status) => {
    for (const path of ['/tasks/assessment/ID/allocations', '/cas3/assessments/ID/reallocateToMe']) {
      const id = await app.submitted();
      const reply = await (await app.as(staff.assessor)).post(path.replace('ID', id), body);
      expect(reply.status).toBe(status);
      if (status === 400) expect(reply.body).toMatchObject({ 'invalid-params': [{ propertyName: '$.userId' }] });
      expect((await app.row(id)).allocated_to_user_id).toBe(status === 201 ? staff.assessor.userId : null);
    }
  });
});
