import { REASON, AssessmentApp, aPerson, aRejection, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());
afterEach(() => {
  app.gateway.people.set('X900001', aPerson('X900001'));
});

const routes = {
  allocate: ['POST', (id: string) => `/tasks/assessment/${id}/allocations`],
  reallocateToMe: ['POST', (id: string) => `/cas3/assessments/${id}/reallocateToMe`],
  deallocate: ['DELETE', (id: string) => `/tasks/assessment/${id}/allocations`],
  deallocateToo: ['DELETE', (id: string) => `/cas3/assessments/${id}/allocations`],
  accept: ['POST', (id: string) => `/cas3/assessments/${id}/acceptance`],
  reject: ['POST', (id: string) => `/cas3/assessments/${id}/rejection`],
  close: ['POST', (id: string) => `/cas3/assessments/${id}/closure`],
  note: ['POST', (id: string) => `/cas3/assessments/${id}/referral-history-notes`],
  changeDate: ['PUT', (id: string) => `/cas3/assessments/${id}`],
  read: ['GET', (id: string) => `/cas3/assessments/${id}`],
} as const;
type Route = keyof typeof routes;

const bodies: Partial<Record<Route, object>> = {
  reject: aRejection(),
  note: { message: 'Called' },
  changeDate: { releaseDate: '2026-03-01' },
  accept: { document: {} },
};
const act = async (route: Route, id: string, member = staff.assessor, body = bodies[route] ?? {}) => {
  const [method, path] = routes[route];
  return (await app.as(member)).send(method, path(id), method === 'GET' ? undefined : body);
};
const typesOf = async (id: string) => (await app.published(id)).map(({ type }) => type.split('.').at(-1));
const payloadOf = async (id: string, index: number) =>
  JSON.parse((await app.published(id)).at(index)?.payload ?? '{}') as Record<string, unknown>;

/** Where each event leads. */
const AFTER: Readonly<Record<string, string>> = {
  allocated: 'in_review',
  deallocated: 'unallocated',
  'ready-to-place': 'ready_to_place',
  rejected: 'rejected',
  closed: 'closed',
};

describe('allocating to me', () => {
  it.each(['allocate', 'reallocateToMe'] as const)('by %s puts the assessment in review', async (route) => {
    const id = await app.submitted();
    const reply = await act(route, id);
    expect(reply).toMatchObject({
      status: 201,
      body: {
        taskType: 'Assessment',
        user: {
          service: 'CAS3',
          id: staff.assessor.userId,
          name: 'Name of ASSESSOR_1',
          deliusUsername: 'ASSESSOR_1',
          region: { name: 'London' },
          roles: ['assessor'],
        },
      },
    });
    expect(await app.row(id)).toMatchObject({
      status: 'in_review',
      allocated_to_user_id: staff.assessor.userId,
      version: 1,
    });
    expect(await typesOf(id)).toEqual(['allocated']);
    expect(await payloadOf(id, 0)).toMatchObject({ assessmentId: id, allocatedToUserId: staff.assessor.userId });
  });

  it('works without any body', async () => {
    const id = await app.submitted();
    const [method, path] = routes.allocate;
    expect((await (await app.as(staff.assessor)).send(method, path(id))).status).toBe(201);
  });

  it('twice by the same person is one allocation', async () => {
    const id = await app.submitted();
    await act('allocate', id);
    expect((await act('allocate', id)).status).toBe(201);
    expect(await typesOf(id)).toEqual(['allocated']);
  });

  it('at the same moment gives it to one of two, with one event, and tells the other', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await app.submitted();
      const replies = await Promise.all([act('allocate', id), act('allocate', id, staff.colleague)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
      const winner = replies[0]?.status === 201 ? staff.assessor : staff.colleague;
      expect(await app.row(id)).toMatchObject({ allocated_to_user_id: winner.userId, version: 1 });
      expect(await typesOf(id)).toEqual(['allocated']);
    }
  });
});

describe('two assessors at once', () => {
  it.each([
    ['accept', 'reject'],
    ['accept', 'deallocate'],
    ['reject', 'deallocate'],
    ['reject', 'reject'],
  ] as const)(
    '%s and %s: each step starts from a state in which it is offered, with one event each',
    async (one, other) => {
      for (let round = 0; round < 4; round += 1) {
        const id = await app.inState('in_review');
        await Promise.all([act(one, id), act(other, id, staff.colleague)]);
        const { version, status } = await app.row(id);
        const events = await Promise.all((await typesOf(id)).map((_, at) => payloadOf(id, at)));
        expect(events).toHaveLength(version);
        const order = ['unallocated', ...(await typesOf(id)).map((type = '') => AFTER[type])];
        expect((events as { from: string }[]).map(({ from }) => from)).toEqual(order.slice(0, -1));
        expect(order.at(-1)).toBe(status);
      }
    },
  );
});

describe('the other steps', () => {
  it('go from unallocated to closed and back, one event each', async () => {
    const id = await app.submitted();
    const seen: unknown[] = [];
    for (const route of ['allocate', 'accept', 'close', 'accept', 'allocate', 'reject', 'deallocateToo'] as const) {
      const { status } = await act(route, id);
      seen.push([route, status, (await app.row(id)).status]);
    }
    expect(seen).toEqual([
      ['allocate', 201, 'in_review'],
      ['accept', 200, 'ready_to_place'],
      ['close', 200, 'closed'],
      ['accept', 200, 'ready_to_place'],
      ['allocate', 201, 'in_review'],
      ['reject', 200, 'rejected'],
      ['deallocateToo', 204, 'unallocated'],
    ]);
    expect(await typesOf(id)).toEqual([
      'allocated',
      'ready-to-place',
      'closed',
      'ready-to-place',
      'allocated',
      'rejected',
      'deallocated',
    ]);
    expect((await app.published(id)).map(({ key, version }) => [key, version])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((version) => ['X900001', version]),
    );
  });

  it.each([
    ['accept', 'unallocated'],
    ['accept', 'rejected'],
    ['close', 'unallocated'],
    ['close', 'in_review'],
    ['close', 'rejected'],
    ['reject', 'closed'],
    ['deallocate', 'ready_to_place'],
    ['deallocate', 'closed'],
    ['allocate', 'closed'],
    ['allocate', 'rejected'],
  ] as const)('%s is refused when %s, with a sentence and no full stop', async (route, status) => {
    const id = await app.inState(status);
    const before = [await app.row(id), await app.published(id)];
    const reply = await act(route, id);
    expect(reply.status).toBe(409);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toMatchObject({ status: 409, detail: expect.stringMatching(/[a-z]$/) });
    expect([await app.row(id), await app.published(id)]).toEqual(before);
  });

  it('taken by two at once end in a state that one order explains', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await app.inState('in_review');
      const [accepted, rejected] = await Promise.all([act('accept', id), act('reject', id, staff.colleague)]);
      expect([accepted.status, rejected.status]).toEqual([expect.any(Number), 200]);
      expect([200, 409]).toContain(accepted.status);
      expect(await app.row(id)).toMatchObject({ status: 'rejected' });
      const expected =
        accepted.status === 200 ? ['allocated', 'ready-to-place', 'rejected'] : ['allocated', 'rejected'];
      expect(await typesOf(id)).toEqual(expected);
    }
  });
});

describe('rejecting', () => {
  it('keeps reason, detail and who wanted it, and lets go of them with the state', async () => {
    const id = await app.inState('in_review');
    await act('reject', id, staff.assessor, aRejection({ isWithdrawn: true }));
    expect(await app.row(id)).toMatchObject({
      rejection_reason_id: REASON,
      rejection_reason_detail: 'Held again',
      rejection_rationale: 'default',
      is_withdrawn: true,
    });
    expect(await payloadOf(id, -1)).toMatchObject({ rejectionReasonId: REASON, isWithdrawn: true });
    expect((await app.published(id)).at(-1)?.payload).not.toContain('Held again');
    await act('deallocate', id);
    expect(await app.row(id)).toMatchObject({
      rejection_reason_id: null,
      rejection_reason_detail: null,
      is_withdrawn: null,
    });
  });

  it.each([
    [{ referralRejectionReasonId: null }, '$.referralRejectionReasonId', 'empty'],
    [{ referralRejectionReasonId: 'nonsense' }, '$.referralRejectionReasonId', 'invalid'],
    [
      { referralRejectionReasonId: '00000000-0000-4000-8000-000000000000' },
      '$.referralRejectionReasonId',
      'doesNotExist',
    ],
    [
      { referralRejectionReasonId: '85799bf8-8b64-4903-9ab8-b08a77f1a9d3' },
      '$.referralRejectionReasonId',
      'doesNotExist',
    ],
    [{ isWithdrawn: null }, '$.isWithdrawn', 'empty'],
    [{ isWithdrawn: 'yes' }, '$.isWithdrawn', 'expectedBoolean'],
  ])('is refused with %j', async (over, propertyName, errorType) => {
    const id = await app.inState('in_review');
    expect(await act('reject', id, staff.assessor, aRejection(over))).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName, errorType }] },
    });
    expect(await app.row(id)).toMatchObject({ status: 'in_review' });
  });
});

describe('every route of one assessment', () => {
  const all = Object.keys(routes) as Route[];

  it.each(all)('%s is for assessors', async (route) => {
    const id = await app.submitted();
    for (const member of [staff.referrer, staff.reporter, staff.admin]) {
      expect((await act(route, id, member)).status).toBe(403);
    }
    expect((await app.row(id)).version).toBe(0);
  });

  it.each(all)('%s is for the region', async (route) => {
    const id = await app.submitted();
    expect((await act(route, id, staff.faraway)).status).toBe(403);
    expect((await app.row(id)).version).toBe(0);
  });

  it.each(all)('%s is for those who may see the person', async (route) => {
    const id = await app.submitted({ crn: 'X900002' });
    const reply = await act(route, id);
    expect(reply.status).toBe(403);
    expect(JSON.stringify(reply.body)).not.toContain('X900002');
    expect((await app.row(id)).version).toBe(0);
  });

  it.each(all)('%s reaches other regions for an assessor who is a reporter too', async (route) => {
    const id = await app.inState('in_review');
    expect((await act(route, id, staff.roaming)).status).not.toBe(403);
  });

  it.each(all)('%s needs a token with the authority', async (route) => {
    const [method, path] = routes[route];
    const body = method === 'GET' ? undefined : {};
    const id = await app.submitted();
    expect((await app.test.request.send(method, path(id), body)).status).toBe(401);
    expect((await (await app.as(staff.assessor, ['ROLE_OTHER'])).send(method, path(id), body)).status).toBe(403);
  });

  it.each(all)('%s is 404 for what is not there, and 400 for what is no id', async (route) => {
    expect((await act(route, '00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await act(route, 'not-an-id')).status).toBe(400);
  });
});

describe('while nobody can say who may see the person', () => {
  it('nothing is decided', async () => {
    const id = await app.submitted();
    app.gateway.failWith = 503;
    const reply = await act('allocate', id).finally(() => (app.gateway.failWith = undefined));
    expect(reply.status).toBe(503);
    expect(await app.row(id)).toMatchObject({ status: 'unallocated' });
  });
});
