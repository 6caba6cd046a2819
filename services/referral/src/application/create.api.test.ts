import { TestClock } from '@throughcare/platform/testing';
import { ReferralApp, aNewApplication, aPerson, staff, type ApplicationJson } from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());
afterEach(() => {
  referral.gateway.failWith = undefined;
});

const create = async (over: object = {}, member = staff.referrer, query = '') =>
  (await referral.as(member)).post<ApplicationJson>(`/cas3/applications${query}`, aNewApplication(over));
const applications = () => referral.test.db.query<{ n: number }[]>('select count(*)::int as n from application');

/** What is known once it is submitted. */
const factFields = [
  'referredBy',
  'probationRegionId',
  'probationDeliveryUnitId',
  'homeProbationRegionId',
  'homeProbationDeliveryUnitId',
  'personReleaseDate',
  'prisonReleaseTypes',
  'isRegisteredSexOffender',
  'isHistoryOfSexualOffence',
  'isConcerningSexualBehaviour',
  'hasHistoryOfArson',
  'isConcerningArsonBehaviour',
  'needsAccessibleProperty',
  'isDutyToReferSubmitted',
  'dutyToReferSubmissionDate',
  'dutyToReferLocalAuthorityAreaName',
  'dutyToReferOutcome',
  'isApplicationEligible',
  'eligibilityReason',
];

describe('starting a referral', () => {
  it('gives a draft with every optional member present, as null', async () => {
    const reply = await create();
    expect(reply.status).toBe(201);
    expect(reply.headers.get('location')).toBe(`/cas3/applications/${reply.body.id}`);
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(reply.headers.get('etag')).toBe('"1"');
    expect(reply.body).toEqual({
      type: 'CAS3',
      reference: expect.stringMatching(/^TA\d{6}[A-Z]$/),
      assessmentStatus: null,
      withdrawnAt: null,
      withdrawalReasonId: null,
      amendments: 0,
      otherLiveReferrals: [],
      readableCopy: null,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      person: aPerson('X900001'),
      createdByUserId: staff.referrer.userId,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      submittedAt: null,
      status: 'inProgress',
      risks: null,
      risksChanged: [],
      offenceId: 'M2500295343',
      arrivalDate: null,
      assessmentId: null,
      assessmentDecision: null,
      ...Object.fromEntries(factFields.map((field) => [field, null])),
      data: null,
      document: null,
      summaryData: null,
    });
  });

  it('is dated by the clock that tests hold, here a minute before London goes an hour ahead', async () => {
    const time = TestClock.at('2026-03-29 00:59');
    expect((await create()).body.createdAt).toBe('2026-03-29T00:59:00.000Z');
    time.move({ minutes: 1 });
    expect((await create()).body.createdAt).toBe('2026-03-29T01:00:00.000Z');
    time.release();
  });

  it('takes a CRN as people type it', async () => {
    expect((await create({ crn: ' x900001 ' })).body.person.crn).toBe('X900001');
  });

  it('says that risks were asked for and not had', async () => {
    const { body } = await create({}, staff.referrer, '?createWithRisks=true');
    const checkedAt = expect.any(String) as unknown;
    expect(body.risks).toEqual({
      crn: 'X900001',
      roshRisks: { status: 'error', value: null, source: 'OASys', checkedAt },
      mappa: { status: 'error', value: null, source: 'nDelius', checkedAt },
      tier: { status: 'error', value: null, source: 'HMPPS Tier', checkedAt },
      flags: { status: 'error', value: null, source: 'nDelius', checkedAt },
    });
    expect((await create({}, staff.referrer, '?createWithRisks=false')).body.risks).toBeNull();
  });

  it('with an Idempotency-Key, sent again, is the same draft', async () => {
    const [before] = await applications();
    const api = (await referral.as(staff.referrer)).with({ 'idempotency-key': 'click-1' });
    const replies = await Promise.all([1, 2, 3].map(() => api.post('/cas3/applications', aNewApplication())));
    expect(new Set(replies.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(replies.map(({ headers }) => headers.get('etag'))).toEqual(['"1"', '"1"', '"1"']);
    expect(await applications()).toEqual([{ n: (before?.n ?? 0) + 1 }]);
  });

  it('publishes nothing', async () => {
    expect(await referral.published((await create()).body.id)).toEqual([]);
  });
});

describe('a referral is not started', () => {
  it('for a person nDelius does not know', async () => {
    expect(await create({ crn: 'X999999' })).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: '$.crn', errorType: 'doesNotExist' }] },
    });
  });

  it('for a person the caller may not see', async () => {
    expect(await create({ crn: 'X900002' })).toMatchObject({
      status: 403,
      body: { 'invalid-params': [{ propertyName: '$.crn', errorType: 'userPermission' }] },
    });
  });

  it.each(['convictionId', 'deliusEventNumber', 'offenceId'])('without %s', async (field) => {
    expect(await create({ [field]: null })).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: `$.${field}`, errorType: 'empty' }] },
    });
  });

  it.each([
    [{ crn: undefined }, '$.crn', 'empty'],
    [{ crn: 7 }, '$.crn', 'expectedString'],
    [{ convictionId: 'not-a-number' }, '$.convictionId', 'expectedNumber'],
    [{ deliusEventNumber: 1 }, '$.deliusEventNumber', 'expectedString'],
  ])('with %j', async (over, propertyName, errorType) => {
    const reply = await create(over);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toMatchObject({ 'invalid-params': [{ propertyName, errorType }] });
  });

  it.each([
    ['an assessor', staff.assessor],
    ['a reporter', staff.reporter],
    ['an admin', staff.admin],
  ])('by %s', async (_, member) => {
    expect((await create({}, member)).status).toBe(403);
  });

  it('without a token, with an expired one, or without the authority', async () => {
    const { request, issuer } = referral.test;
    const expired = await issuer.token({ username: 'REFERRER_1', authorities: ['ROLE_PROBATION'], expiresIn: -60 });
    const stranger = await referral.as(staff.referrer, ['ROLE_OTHER']);
    expect((await request.post('/cas3/applications', aNewApplication())).status).toBe(401);
    expect((await request.as(expired).post('/cas3/applications', aNewApplication())).status).toBe(401);
    expect((await stranger.post('/cas3/applications', aNewApplication())).status).toBe(403);
  });

  it('from JSON that is broken, or is no object', async () => {
    const api = await referral.as(staff.referrer);
    expect((await api.send('POST', '/cas3/applications', '{"crn":')).status).toBe(400);
    expect((await api.send('POST', '/cas3/applications', '["X900001"]')).status).toBe(400);
  });

  it('while nobody can say who the person is', async () => {
    await create();
    const [before] = await applications();
    referral.gateway.failWith = 503;
    expect((await create()).status).toBe(503);
    expect(await applications()).toEqual([before]);
  });
});
