import {
  ReferralApp,
  aNewApplication,
  aPerson,
  aSubmission,
  staff,
  type ApplicationJson,
} from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());
afterEach(() => {
  referral.gateway.failWith = undefined;
  referral.gateway.people.set('X900001', aPerson('X900001'));
});

const pathOf = (id: string) => `/cas3/applications/${id}`;
const save = async (id: string, data: unknown, member = staff.referrer, headers = {}) =>
  (await referral.as(member)).with(headers).put<ApplicationJson>(pathOf(id), { data });
const textOf = async (id: string, member = staff.referrer) => {
  const token = await referral.test.issuer.token({ username: member.username, authorities: ['ROLE_PROBATION'] });
  const reply = await fetch(referral.test.url + pathOf(id), { headers: { authorization: `Bearer ${token}` } });
  return reply.text();
};

describe('saving a draft', () => {
  it('replaces the answers as a whole', async () => {
    const id = await referral.draft();
    await save(id, { consent: { given: 'yes' }, other: { page: { q: 1 } } });
    const reply = await save(id, { consent: { given: 'no' } });
    expect(reply).toMatchObject({
      status: 200,
      body: { id, status: 'inProgress', data: { consent: { given: 'no' } } },
    });
    expect((await (await referral.as(staff.referrer)).get<ApplicationJson>(pathOf(id))).body).toEqual(reply.body);
  });

  it('gives the answers back to the byte: order, numbers, escapes', async () => {
    const id = await referral.draft();
    const data = '{"z":{"10":"ten","9":"nine","1.0":1.0},"a":{"é":"\\u00e9 \\u0000","big":12345678901234567890}}';
    const api = await referral.as(staff.referrer);
    expect((await api.send('PUT', pathOf(id), `{"_csrf":"secret","data":${data},"x-day":"1"}`)).status).toBe(200);
    expect(await textOf(id)).toContain(`"data":${data},`);
  });

  it.each([
    ['nothing', {}, 'empty'],
    ['null', { data: null }, 'empty'],
    ['a list', { data: [] }, 'expectedObject'],
    ['text', { data: 'text' }, 'expectedObject'],
  ])('refuses %s', async (_, body, errorType) => {
    const id = await referral.draft();
    const reply = await (await referral.as(staff.referrer)).put(pathOf(id), body);
    expect(reply).toMatchObject({ status: 400, body: { 'invalid-params': [{ propertyName: '$.data', errorType }] } });
  });

  it('takes a long form and refuses one of a megabyte, keeping what was there', async () => {
    const id = await referral.draft();
    expect((await save(id, { plan: 'x'.repeat(600_000) })).status).toBe(200);
    expect((await save(id, { plan: 'x'.repeat(1_048_576) })).status).toBe(413);
    expect((await textOf(id)).length).toBeGreaterThan(600_000);
  });

  it('works while nobody can say who the person is', async () => {
    const id = await referral.draft();
    referral.gateway.failWith = 503;
    expect(await save(id, { typed: 'words' })).toMatchObject({
      status: 200,
      body: { data: { typed: 'words' }, person: { type: 'UnknownPerson', crn: 'X900001' } },
    });
    expect((await (await referral.as(staff.referrer)).get(pathOf(id))).status).toBe(503);
  });

  it('is for the creator only, whatever roles others hold', async () => {
    const id = await referral.draft();
    for (const member of [staff.colleague, staff.assessor, staff.roamingAssessor, staff.admin]) {
      expect((await save(id, { stolen: 'yes' }, member)).status).toBe(403);
    }
    expect(await textOf(id)).not.toContain('stolen');
  });

  it('ends when the creator may not see the person any more', async () => {
    const id = await referral.draft();
    referral.gateway.people.set('X900001', { type: 'RestrictedPerson', crn: 'X900001' });
    expect((await save(id, { more: 'words' })).status).toBe(403);
  });

  it('is 404 for what is not there and 400 for what is no id', async () => {
    expect((await save('00000000-0000-4000-8000-000000000000', {})).status).toBe(404);
    expect((await save('not-an-id', {})).status).toBe(400);
  });
});

describe('saving with If-Match', () => {
  it('goes on from the tag of the last reply', async () => {
    const id = await referral.draft();
    const first = await save(id, { step: 1 });
    const second = await save(id, { step: 2 }, staff.referrer, { 'if-match': first.headers.get('etag') ?? '' });
    expect(second.status).toBe(200);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
  });

  it('is refused when someone saved in between, and changes nothing', async () => {
    const id = await referral.draft();
    const read = await (await referral.as(staff.referrer)).get(pathOf(id));
    await save(id, { step: 'theirs' });
    const reply = await save(id, { step: 'mine' }, staff.referrer, { 'if-match': read.headers.get('etag') ?? '' });
    expect(reply).toMatchObject({ status: 409, body: { code: 'APPLICATION_CHANGED', detail: expect.any(String) } });
    expect(await textOf(id)).toContain('theirs');
  });

  it('lets one of many through', async () => {
    const id = await referral.draft();
    const etag = (await (await referral.as(staff.referrer)).get(pathOf(id))).headers.get('etag') ?? '';
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, step) => save(id, { step }, staff.referrer, { 'if-match': etag })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(409)]);
  });
});

describe('reading', () => {
  it('of a draft is for its creator only', async () => {
    const id = await referral.draft();
    expect((await (await referral.as(staff.referrer)).get(pathOf(id))).status).toBe(200);
    for (const member of [staff.colleague, staff.assessor, staff.reporter, staff.roamingAssessor, staff.admin]) {
      expect((await (await referral.as(member)).get(pathOf(id))).status).toBe(403);
    }
  });

  it.each([
    ['the creator', staff.referrer, 200],
    ['a referrer of the region', staff.colleague, 200],
    ['an assessor of the region', staff.assessor, 200],
    ['an assessor elsewhere who reports on every region', staff.roamingAssessor, 200],
    ['a referrer elsewhere', staff.faraway, 403],
    ['an assessor elsewhere', staff.assessorFaraway, 403],
    ['a reporter who is nothing else', staff.reporter, 403],
    ['an admin', staff.admin, 403],
  ])('of a submitted one, by %s: %s', async (_, member, status) => {
    const id = await referral.submitted();
    expect((await (await referral.as(member)).get(pathOf(id))).status).toBe(status);
  });

  it('is refused to everyone who may not see the person, and tells no name', async () => {
    const id = await referral.submitted();
    referral.gateway.people.set('X900001', { type: 'RestrictedPerson', crn: 'X900001' });
    for (const member of [staff.referrer, staff.assessor]) {
      const reply = await (await referral.as(member)).get(pathOf(id));
      expect(reply.status).toBe(403);
      expect(JSON.stringify(reply.body)).not.toContain('Robin');
    }
  });
});

describe('the list', () => {
  it('has what the caller began, newest first, and nothing else', async () => {
    const member = staff.faraway;
    const ids = [await referral.draft(member), await referral.draft(member), await referral.submitted(member)];
    const gone = await referral.draft(member);
    await (await referral.as(member)).delete(pathOf(gone));
    const { status, body } = await (await referral.as(member)).get<ApplicationJson[]>('/cas3/applications');
    expect(status).toBe(200);
    expect(body.map(({ id }) => id)).toEqual(ids.reverse());
    expect(body.map((application) => application.status)).toEqual(['submitted', 'inProgress', 'inProgress']);
    expect(Object.keys(body[0] ?? {}).sort()).toEqual(
      ['createdAt', 'createdByUserId', 'id', 'person', 'risks', 'status', 'submittedAt', 'type'].sort(),
    );
  });

  it('shows a restricted person as a CRN', async () => {
    const member = staff.colleague;
    await referral.draft(member);
    referral.gateway.people.set('X900001', { type: 'RestrictedPerson', crn: 'X900001' });
    const { body } = await (await referral.as(member)).get<ApplicationJson[]>('/cas3/applications');
    expect(body[0]?.person).toEqual({ type: 'RestrictedPerson', crn: 'X900001' });
    expect(body[0]?.risks).toBeNull();
  });

  it('is empty for someone new', async () => {
    const { body } = await (await referral.as(staff.assessorFaraway)).get('/cas3/applications');
    expect(body).toEqual([]);
  });
});

describe('deleting a draft', () => {
  it('takes it from sight, and doing it again is no error', async () => {
    const id = await referral.draft();
    const api = await referral.as(staff.referrer);
    expect(await api.delete(pathOf(id), {})).toMatchObject({ status: 200, body: {} });
    expect((await api.delete(pathOf(id), {})).status).toBe(200);
    expect((await api.get(pathOf(id))).status).toBe(404);
    expect((await save(id, {})).status).toBe(404);
    expect((await api.post(`${pathOf(id)}/submission`, aSubmission())).status).toBe(404);
  });

  it('F-022: is told once, in two tabs at once too (B3.4: deleting a draft that is no longer one)', async () => {
    const id = await referral.draft();
    const api = await referral.as(staff.referrer);
    const replies = await Promise.all(Array.from({ length: 6 }, () => api.delete(pathOf(id), {})));
    expect(replies.map(({ status }) => status)).toEqual(Array<number>(6).fill(200));
    const told = await referral.published(id);
    expect(told).toMatchObject([{ key: 'X900001', type: 'accommodation.cas3.draft.referral.deleted', version: 1 }]);
    expect(JSON.parse(told[0]?.payload ?? '')).toMatchObject({
      applicationId: id,
      deletedByUserId: staff.referrer.userId,
    });
  });

  it('F-022: until then a draft tells nobody, however often it is saved', async () => {
    const id = await referral.draft();
    await save(id, { step: 2 });
    expect(await referral.published(id)).toEqual([]);
  });

  it('is for its creator, who is a referrer, and for drafts', async () => {
    const id = await referral.draft();
    expect((await (await referral.as(staff.colleague)).delete(pathOf(id))).status).toBe(403);
    expect((await (await referral.as(staff.assessor)).delete(pathOf(id))).status).toBe(403);
    const submitted = await referral.submitted();
    expect((await (await referral.as(staff.referrer)).delete(pathOf(submitted))).status).toBe(409);
  });
});

describe('an error', () => {
  it('repeats neither answers nor the person', async () => {
    const id = await referral.submitted();
    const api = await referral.as(staff.referrer);
    const bodies = [
      (await api.put(pathOf(id), { data: { secret: 'Blue Fox' } })).body,
      (await api.post('/cas3/applications', aNewApplication({ crn: 'X999999', offenceId: 'Blue Fox' }))).body,
      (await api.send('PUT', pathOf(id), '{"data": "Blue Fox')).body,
      (await api.post(`${pathOf(id)}/submission`, aSubmission({ arrivalDate: 'Blue Fox' }))).body,
    ];
    expect(JSON.stringify(bodies)).not.toMatch(/Blue Fox|Robin|X9\d{5}/);
  });
});

it('F-059: the list of referrals takes no filter, and says so', async () => {
  const reply = await (await referral.as(staff.referrer)).get('/cas3/applications?status=submitted');
  expect(reply).toMatchObject({ status: 400, body: { code: 'UNKNOWN_PARAMETER' } });
});
