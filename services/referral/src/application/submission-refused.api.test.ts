import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import {
  OTHER_PDU,
  PDU,
  ReferralApp,
  WALES,
  WELSH_PDU,
  aNewApplication,
  aSubmission,
  facts,
  factsAway,
  staff,
  theAnswers,
  type ApplicationJson,
} from '../testing/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());

const submit = async (id: string, over: object = {}, member = staff.referrer, headers = {}) =>
  (await referral.as(member)).with(headers).post(`/cas3/applications/${id}/submission`, aSubmission(over));
const read = async (id: string, member = staff.referrer) =>
  (await (await referral.as(member)).get<ApplicationJson>(`/cas3/applications/${id}`)).body;
const dataOf = async (id: string) =>
  ReferralSubmitted.data.parse(JSON.parse((await referral.published(id))[0]?.payload ?? '{}'));

describe('a submission is refused', () => {
  it('without answers', async () => {
    const { body } = await (
      await referral.as(staff.referrer)
    ).post<ApplicationJson>('/cas3/applications', aNewApplication());
    expect(await submit(body.id)).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName: '$.data', errorType: 'empty' }] },
    });
    expect(await referral.published(body.id)).toEqual([]);
  });

  it.each([
    [{ arrivalDate: undefined }, '$.arrivalDate', 'empty'],
    [{ arrivalDate: '2026-02-30' }, '$.arrivalDate', 'invalid'],
    [{ probationDeliveryUnitId: 'London' }, '$.probationDeliveryUnitId', 'invalid'],
    [{ probationDeliveryUnitId: '11111111-1111-1111-1111-111111111111' }, '$.probationDeliveryUnitId', 'invalid'],
    [
      { outOfRegionProbationRegionId: '11111111-1111-1111-1111-111111111111' },
      '$.outOfRegionProbationRegionId',
      'invalid',
    ],
    [{ summaryData: undefined }, '$.summaryData', 'empty'],
    [{ translatedDocument: undefined }, '$.translatedDocument', 'empty'],
    [{ translatedDocument: { sections: [] } }, '$.translatedDocument', 'empty'],
    [{ arrivalDate: '1926-01-01' }, '$.arrivalDate', 'inThePast'],
    [{ arrivalDate: '2226-01-01' }, '$.arrivalDate', 'tooFarAhead'],
    [{ personReleaseDate: '2226-01-01' }, '$.personReleaseDate', 'tooFarAhead'],
    [{ prisonReleaseTypes: ['Parole', 'moonlight'] }, '$.prisonReleaseTypes[1]', 'invalid'],
    [{ prisonReleaseTypes: ['Fixed-term recall', 'Parole'] }, '$.prisonReleaseTypes', 'invalid'],
    [{ prisonReleaseTypes: ['Parole', 'Fixed-term recall'] }, '$.prisonReleaseTypes', 'invalid'],
    [{ isRegisteredSexOffender: 'no' }, '$.isRegisteredSexOffender', 'expectedBoolean'],
    [{ prisonReleaseTypes: 'CRD' }, '$.prisonReleaseTypes', 'expectedArray'],
  ])('with %j', async (over, propertyName, errorType) => {
    const id = await referral.draft();
    expect(await submit(id, over)).toMatchObject({
      status: 400,
      body: { 'invalid-params': [{ propertyName, errorType }] },
    });
    expect((await read(id)).status).toBe('inProgress');
  });

  const UNKNOWN = '5b7a2e6f-3a57-4a0f-8d2b-0a6a4d7a1c11';
  it.each([
    [
      { outOfRegionProbationRegionId: UNKNOWN, outOfRegionPduId: UNKNOWN },
      ['$.outOfRegionProbationRegionId', '$.outOfRegionPduId'],
    ],
    [{ probationDeliveryUnitId: '11111111-1111-4111-8111-111111111111' }, ['$.probationDeliveryUnitId']],
    [{ outOfRegionProbationRegionId: WALES, outOfRegionPduId: PDU }, ['$.outOfRegionPduId']],
    [{ probationDeliveryUnitId: WELSH_PDU }, ['$.probationDeliveryUnitId']],
  ])('F-055: with %j', async (over, fields) => {
    const id = await referral.draft();
    const expected = fields.map((propertyName) => ({ propertyName, errorType: 'doesNotExist' }));
    expect(await submit(id, over)).toMatchObject({ status: 400, body: { 'invalid-params': expected } });
    expect(await referral.published(id)).toEqual([]);
  });

  it('F-055: with a unit of another region among the answers', async () => {
    const away = { ...factsAway, away: { regionId: WALES, pduId: PDU } };
    const id = await referral.draft(staff.referrer, 'X900001', theAnswers({}, away));
    expect(await submit(id)).toMatchObject({
      status: 400,
      body: {
        'invalid-answers': [
          { propertyName: '$.data.placement-location.placement-pdu.pduId', errorType: 'doesNotExist' },
        ],
      },
    });
  });

  it('F-054: of nonsense, naming every page', async () => {
    const id = await referral.draft(staff.referrer, 'X900001', { nonsense: true });
    const reply = await submit(id);
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 'REFERRAL_INCOMPLETE', detail: expect.stringContaining('consent/consent-given') },
    });
    expect(reply.body).toMatchObject({
      'invalid-answers': expect.arrayContaining([
        { propertyName: '$.data.eligibility.eligibility-reason', errorType: 'empty' },
      ]),
    });
    expect(await read(id)).toMatchObject({ status: 'inProgress', data: { nonsense: true } });
  });

  it('F-054: of a blank answer, without a pair that makes the public front end show its error page', async () => {
    const answers = theAnswers({ 'move-on-plan/move-on-plan': { plan: '  ' } });
    const reply = await submit(await referral.draft(staff.referrer, 'X900001', answers));
    expect(reply).toMatchObject({
      status: 400,
      body: { 'invalid-answers': [{ propertyName: '$.data.move-on-plan.move-on-plan.plan', errorType: 'empty' }] },
    });
    expect(reply.body).not.toHaveProperty('invalid-params');
  });

  it('F-054: without consent, with a sentence that clients can show', async () => {
    const answers = theAnswers({ 'consent/consent-given': { consentGiven: 'no' } });
    const id = await referral.draft(staff.referrer, 'X900001', answers);
    const reply = await submit(id);
    expect(reply).toMatchObject({ status: 400, body: { code: 'CONSENT_NOT_GIVEN' } });
    expect(reply.body).not.toHaveProperty('invalid-params');
  });

  it('F-054: of someone who is not eligible', async () => {
    const id = await referral.draft();
    expect(await submit(id, { isApplicationEligible: false })).toMatchObject({
      status: 400,
      body: { code: 'REFERRAL_NOT_ELIGIBLE' },
    });
  });

  it('F-045: with a release after the day a place is needed from', async () => {
    const turned = { ...facts, releaseDate: facts.requiredFrom, requiredFrom: facts.releaseDate };
    const id = await referral.draft(staff.referrer, 'X900001', theAnswers({}, turned));
    expect(await submit(id, aSubmission({}, turned))).toMatchObject({
      status: 400,
      body: { detail: `Release date cannot be after accommodation required from date: ${turned.requiredFrom}` },
    });
  });

  it('B2.4: a draft whose PDU was free text asks again, and is submitted once it was chosen', async () => {
    for (const pdu of [{ pdu: 'Camden' }, {}, { id: OTHER_PDU }, { name: 'Brent' }]) {
      const { 'probation-practitioner': kept } = theAnswers()['contact-details'] as Record<string, object>;
      const answers = theAnswers({
        'contact-details/practitioner-pdu': pdu,
        'contact-details/probation-practitioner': { ...kept, pdu },
      });
      const id = await referral.draft(staff.referrer, 'X900001', answers);
      const reply = await submit(id);
      expect(reply).toMatchObject({
        status: 400,
        body: { detail: expect.stringContaining('contact-details/practitioner-pdu') },
      });
      expect((await read(id)).data).toEqual(answers);
      const chosen = theAnswers({ 'contact-details/practitioner-pdu': { id: OTHER_PDU, name: 'Brent' } });
      await (await referral.as(staff.referrer)).put(`/cas3/applications/${id}`, { data: chosen });
      expect((await submit(id, { probationDeliveryUnitId: OTHER_PDU })).status).toBe(200);
      expect((await dataOf(id)).homeProbationDeliveryUnitId).toBe(OTHER_PDU);
    }
  });

  it('from anyone but the creator', async () => {
    const id = await referral.draft();
    for (const member of [staff.colleague, staff.assessor, staff.admin]) {
      expect((await submit(id, {}, member)).status).toBe(403);
    }
    expect(await referral.published(id)).toEqual([]);
  });

  it('the second time, with a sentence and without a second event', async () => {
    const id = await referral.submitted();
    expect(await submit(id, { arrivalDate: '2027-01-01' })).toMatchObject({
      status: 409,
      body: { code: 'APPLICATION_ALREADY_SUBMITTED', detail: 'This application has already been submitted' },
    });
    expect(await referral.published(id)).toHaveLength(1);
    expect(await read(id)).toMatchObject({ arrivalDate: `${facts.requiredFrom}T00:00:00.000Z` });
  });

  it('when the draft is not the one that was read', async () => {
    const id = await referral.draft();
    expect((await submit(id, {}, staff.referrer, { 'if-match': '"1"' })).status).toBe(409);
    expect((await submit(id, {}, staff.referrer, { 'if-match': '"2"' })).status).toBe(200);
  });
});
