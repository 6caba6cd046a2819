import { anApplication } from '../testing/an-application';
import { AssessmentApp, aPerson, staff } from '../testing/assessment-app';

let app: AssessmentApp;
beforeAll(async () => {
  app = await AssessmentApp.start();
});
afterAll(() => app?.close());
afterEach(() => {
  app.referral.failWith = undefined;
});

interface AssessmentJson {
  readonly id: string;
  readonly releaseDate: string | null;
  readonly accommodationRequiredFromDate: string;
  readonly [member: string]: unknown;
}
const read = async (id: string, member = staff.assessor) =>
  (await app.as(member)).get<AssessmentJson>(`/cas3/assessments/${id}`);
const change = async (id: string, body: object) =>
  (await app.as(staff.assessor)).put<AssessmentJson>(`/cas3/assessments/${id}`, body);

/** An application with a document as somebody wrote it. */
const aText = (document: string) =>
  JSON.stringify(anApplication('7b8f7b5e-3c1d-4c55-9d0a-2f6a1e8b9c01')).replace('"document":null', document);

describe('one assessment', () => {
  it('has every member that clients format, and the application as referral tells it', async () => {
    const id = await app.submitted();
    const { status, body } = await read(id);
    expect(status).toBe(200);
    const { application_id: applicationId } = await app.row(id);
    expect(body).toEqual({
      id,
      createdAt: '2026-01-12T10:15:30.000Z',
      status: 'unallocated',
      decision: null,
      submittedAt: null,
      allocatedAt: null,
      allocatedToStaffMember: null,
      releaseDate: '2026-03-02',
      accommodationRequiredFromDate: '2026-03-02',
      rejectionRationale: null,
      clarificationNotes: [],
      data: null,
      summaryData: { releaseType: 'Custody' },
      application: anApplication(String(applicationId)),
    });
  });

  it('row 30: warns of self-harm, and says whether a safety plan may be shared, as the answers do', async () => {
    const id = await app.submitted();
    const { application_id: applicationId } = await app.row(id);
    const summaryData = { releaseType: 'Custody', riskToSelfConcerns: true, safetyPlanShared: false };
    const application = { ...anApplication(String(applicationId)), summaryData };
    app.referral.applications.set(String(applicationId), JSON.stringify(application));
    expect((await read(id)).body.summaryData).toEqual(summaryData);
  });

  it('hands the application on to the byte, asked for in the caller’s name', async () => {
    const id = await app.submitted();
    const text = aText('"document":{"sections":[{"2":"two","1":1.50}]}');
    app.referral.applications.set(String((await app.row(id)).application_id), text);
    const token = await app.test.issuer.token({ username: 'ASSESSOR_1', authorities: ['ROLE_PROBATION'] });
    const headers = { authorization: `Bearer ${token}` };
    const reply = await fetch(`${app.test.url}/cas3/assessments/${id}`, { headers });
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(await reply.text()).toContain(`"application":${text}`);
    expect(app.referral.tokens.at(-1)).toBe(headers.authorization);
  });

  it('F-057: opens what was taken in when nothing limited depth, to the byte', async () => {
    const id = await app.submitted();
    const deep = `${'{"a":'.repeat(6_000)}1${'}'.repeat(6_000)}`;
    const text = aText(`"document":${deep}`).replace('{"releaseType":"Custody"}', deep);
    app.referral.applications.set(String((await app.row(id)).application_id), text);
    const token = await app.test.issuer.token({ username: 'ASSESSOR_1', authorities: ['ROLE_PROBATION'] });
    const reply = await fetch(`${app.test.url}/cas3/assessments/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(reply.status).toBe(200);
    expect(await reply.text()).toContain(`"summaryData":${deep},"application":${text}`);
  });

  it('shows who reviews it, what was decided and when', async () => {
    const { body } = await read(await app.inState('ready_to_place'));
    expect(body).toMatchObject({
      status: 'ready_to_place',
      decision: 'accepted',
      submittedAt: expect.stringMatching(/Z$/),
      allocatedAt: expect.stringMatching(/Z$/),
      allocatedToStaffMember: { id: staff.assessor.userId, deliusUsername: 'ASSESSOR_1', region: { name: 'London' } },
    });
    expect((await read(await app.inState('rejected'))).body).toMatchObject({
      status: 'rejected',
      decision: 'rejected',
      rejectionRationale: 'default',
    });
    expect((await read(await app.inState('closed'))).body).toMatchObject({ status: 'closed', decision: 'accepted' });
  });

  it('has a release date of null when the referral named none', async () => {
    const id = await app.submitted({ releaseDate: undefined });
    expect((await read(id)).body.releaseDate).toBeNull();
  });

  it.each([
    [403, 403, 'APPLICATION_NOT_YOURS'],
    [404, 404, 'APPLICATION_NOT_FOUND'],
    [500, 503, 'UPSTREAM_FAILED'],
  ])('when referral answers %d is %d %s', async (failWith, status, code) => {
    const id = await app.submitted();
    app.referral.failWith = failWith;
    const reply = await read(id);
    expect([reply.status, reply.body]).toMatchObject([status, { code }]);
  });
});

describe('changing a date', () => {
  it.each([
    ['releaseDate', '2026-02-27'],
    ['accommodationRequiredFromDate', '2026-04-01'],
  ])('%s shows in the assessment, and on the timeline with what it was', async (field, day) => {
    const id = await app.submitted();
    const reply = await change(id, { [field]: day, 'releaseDate-day': '27', _csrf: 'secret' });
    expect(reply).toMatchObject({ status: 200, body: { id, [field]: day } });
    const timeline = await (await app.as(staff.assessor)).get<unknown[]>(`/cas3/timeline/${id}`);
    expect(timeline.body[0]).toMatchObject({
      type: 'domainEvent',
      createdByUserName: 'Name of ASSESSOR_1',
      messageDetails: {
        domainEvent: { updatedFields: [{ fieldName: field, updatedFrom: '2026-03-02', updatedTo: day }] },
      },
    });
  });

  it.each([
    [{ releaseDate: '2026-03-03' }, 'Release date cannot be after accommodation required from date: 2026-03-02'],
    [
      { accommodationRequiredFromDate: '2026-03-01' },
      'Accommodation required from date cannot be before release date: 2026-03-02',
    ],
    [{}, 'One date is needed'],
  ])('to %j is refused: %s', async (body, detail) => {
    const id = await app.submitted();
    const reply = await change(id, body);
    expect(reply).toMatchObject({ status: 400, body: { detail } });
    expect(reply.body['invalid-params'] ?? []).toEqual([]);
  });

  it('F-045: moves both dates together, with a note each and one event', async () => {
    const id = await app.submitted();
    const both = { releaseDate: '2026-04-01', accommodationRequiredFromDate: '2026-04-02' };
    expect(await change(id, both)).toMatchObject({ status: 200, body: both });
    const timeline = await (await app.as(staff.assessor)).get<unknown[]>(`/cas3/timeline/${id}`);
    const fields = (timeline.body as { messageDetails: { domainEvent?: { updatedFields: { fieldName: string }[] } } }[])
      .flatMap(({ messageDetails }) => messageDetails?.domainEvent?.updatedFields ?? [])
      .map(({ fieldName }) => fieldName);
    expect(fields.toSorted()).toEqual(Object.keys(both).toSorted());
    expect(await app.published(id)).toHaveLength(1);
  });

  it('F-022: tells a changed date as the next event of the assessment, and nothing when nothing changed', async () => {
    const id = await app.inState('in_review');
    await change(id, { releaseDate: '2026-02-27' });
    await change(id, { releaseDate: '2026-02-27' });
    const [, told, ...more] = await app.published(id);
    expect(told).toMatchObject({ key: 'X900001', type: 'accommodation.cas3.assessment.updated', version: 2 });
    expect(JSON.parse(told?.payload ?? '')).toMatchObject({
      releaseDate: { from: '2026-03-02', to: '2026-02-27' },
      byUserId: staff.assessor.userId,
    });
    expect(more).toEqual([]);
    expect(await app.row(id)).toMatchObject({ version: 2 });
  });

  it('to what is no day names the field', async () => {
    const id = await app.submitted();
    expect(await change(id, { releaseDate: '2026-02-30' })).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: '$.releaseDate', errorType: 'invalid' }] },
    });
  });

  it('by two at once never leaves a release after the day a place is needed', async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await app.submitted({ releaseDate: '2026-03-01', accommodationRequiredFromDate: '2026-03-10' });
      const replies = await Promise.all([
        change(id, { releaseDate: '2026-03-09' }),
        change(id, { accommodationRequiredFromDate: '2026-03-05' }),
      ]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 400]);
    }
  });
});

describe('the timeline', () => {
  const timeline = async (id: string, member = staff.assessor) =>
    (await app.as(member)).get<{ category?: string; type: string; message: string }[]>(`/cas3/timeline/${id}`);

  it('tells the whole story to assessors, newest first', async () => {
    const id = await app.inState('closed');
    const api = await app.as(staff.colleague);
    const note = await api.post(`/cas3/assessments/${id}/referral-history-notes`, {
      message: 'Called the practitioner',
    });
    expect(note).toMatchObject({
      status: 200,
      body: { type: 'user', message: 'Called the practitioner', createdByUserName: 'Name of ASSESSOR_2' },
    });
    const { body } = await timeline(id);
    expect(body.map(({ category, type }) => category ?? type)).toEqual([
      'user',
      'completed',
      'ready_to_place',
      'in_review',
      'submitted',
    ]);
    expect(body[0]).toEqual(note.body);
  });

  it('names who submitted by their account until their name is known', async () => {
    const id = await app.submitted({ createdByUserId: '0b1b1f0d-0000-4c07-8d51-6d9b6a4f1c78' });
    expect((await timeline(id)).body).toMatchObject([{ category: 'submitted', createdByUserName: 'CAST_01' }]);
  });

  it.each([
    ['the one who referred', staff.referrer],
    ['another referrer of the region', staff.otherReferrer],
  ])('shows %s neither notes nor the detail of a rejection', async (_, member) => {
    const id = await app.inState('rejected');
    const api = await app.as(staff.assessor);
    await api.post(`/cas3/assessments/${id}/referral-history-notes`, { message: 'Blue Fox' });
    const { status, body } = await timeline(id, member);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      {
        category: 'rejected',
        messageDetails: {
          rejectionReason: 'Remanded in custody or detained',
          rejectionReasonDetails: null,
          isWithdrawn: false,
        },
      },
      { category: 'submitted', messageDetails: null },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/Blue Fox|Held again/);
    expect(JSON.stringify((await timeline(id)).body)).toMatch(/Held again/);
  });

  it.each([
    ['a referrer elsewhere', staff.farawayReferrer],
    ['an assessor elsewhere', staff.faraway],
    ['a reporter who is nothing else', staff.reporter],
    ['an admin', staff.admin],
  ])('is closed to %s', async (_, member) => {
    expect((await timeline(await app.submitted(), member)).status).toBe(403);
  });

  it('is closed to everyone who may not see the person', async () => {
    const id = await app.submitted();
    app.gateway.people.set('X900001', { type: 'RestrictedPerson', crn: 'X900001' });
    const replies = [await timeline(id), await timeline(id, staff.referrer)];
    app.gateway.people.set('X900001', aPerson('X900001'));
    expect(replies.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('has a note once that was sent twice with one Idempotency-Key', async () => {
    const id = await app.submitted();
    const api = (await app.as(staff.assessor)).with({ 'idempotency-key': 'click-1' });
    const path = `/cas3/assessments/${id}/referral-history-notes`;
    const [first, again] = [await api.post(path, { message: 'Once' }), await api.post(path, { message: 'Once' })];
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect((await timeline(id)).body.map(({ type }) => type)).toEqual(['user', 'system']);
  });

  it('is 404 for what is not there', async () => {
    expect((await timeline('00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });

  it.each([
    [{}, 'empty'],
    [{ message: '   ' }, 'empty'],
    [{ message: 7 }, 'expectedString'],
    [{ message: 'nul \u0000' }, 'invalid'],
  ])('takes no note of %j', async (body, errorType) => {
    const api = await app.as(staff.assessor);
    const path = `/cas3/assessments/${await app.submitted()}/referral-history-notes`;
    expect(await api.post(path, body)).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: '$.message', errorType }] },
    });
  });
});
