import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import {
  LONDON,
  OTHER_PDU,
  PDU,
  ReferralApp,
  WALES,
  aNewApplication,
  aSubmission,
  staff,
  type ApplicationJson,
} from '../test-kit/referral-app';

let referral: ReferralApp;
beforeAll(async () => {
  referral = await ReferralApp.start();
});
afterAll(() => referral?.close());

const submit = async (id: string, over: object = {}, member = staff.referrer, headers = {}) =>
  (await referral.as(member)).with(headers).post(`/cas3/applications/${id}/submission`, aSubmission(over));
const read = async (id: string, member = staff.referrer) =>
  (await (await referral.as(member)).get<ApplicationJson>(`/cas3/applications/${id}`)).body;
const stored = async (id: string) => {
  const [row] = await referral.test.db.query<Record<string, unknown>[]>('select * from application where id = $1', [
    id,
  ]);
  return row ?? {};
};
const dataOf = async (id: string) =>
  ReferralSubmitted.data.parse(JSON.parse((await referral.published(id))[0]?.payload ?? '{}'));

describe('submitting', () => {
  it('freezes the application and hands it over with one event', async () => {
    const id = await referral.draft();
    const reply = await submit(id);
    expect(reply).toMatchObject({ status: 200, body: '' });
    expect(await read(id)).toMatchObject({
      status: 'submitted',
      submittedAt: expect.any(String),
      arrivalDate: '2026-03-02T00:00:00.000Z',
      assessmentId: assessmentIdOf(id),
      assessmentDecision: null,
      data: { consent: { given: 'yes' } },
      summaryData: { isAbleToShare: true, releaseType: 'Custody' },
    });
    expect(await referral.published(id)).toMatchObject([
      { key: 'X900001', type: 'accommodation.cas3.referral.submitted', version: 1 },
    ]);
    expect(await dataOf(id)).toMatchObject({
      applicationId: id,
      crn: 'X900001',
      nomsNumber: 'A9001AA',
      eventNumber: '1',
      probationRegionId: LONDON,
      probationDeliveryUnitId: PDU,
      homeProbationRegionId: LONDON,
      accommodationRequiredFromDate: '2026-03-02',
      releaseDate: '2026-03-01',
      sexualRisk: false,
      createdByUserId: staff.referrer.userId,
      submittedBy: { staffCode: 'N07S001', username: 'REFERRER_1', probationRegionCode: 'N07' },
    });
  });

  it('keeps the readable copy to the byte, keys in the order they were sent', async () => {
    const id = await referral.draft();
    const document =
      '{"sections":[{"title":"B","tasks":[{"content":[{"Zebra?":"yes"},{"2":"two","1":"one","a":1.50}]}]}]}';
    const body = JSON.stringify(aSubmission({ translatedDocument: 0 })).replace(
      '"translatedDocument":0',
      `"translatedDocument": ${document}`,
    );
    const api = await referral.as(staff.referrer);
    expect((await api.send('POST', `/cas3/applications/${id}/submission`, body)).status).toBe(200);
    expect((await stored(id)).document).toBe(document);
    const token = await referral.test.issuer.token({ username: 'ASSESSOR_1', authorities: ['ROLE_PROBATION'] });
    const headers = { authorization: `Bearer ${token}` };
    const reply = await fetch(`${referral.test.url}/cas3/applications/${id}`, { headers });
    expect(await reply.text()).toContain(`"document":${document},`);
  });

  it('keeps home and placement apart when out of region', async () => {
    const id = await referral.draft();
    await submit(id, { outOfRegionProbationRegionId: WALES, outOfRegionPduId: OTHER_PDU });
    expect(await dataOf(id)).toMatchObject({
      probationRegionId: WALES,
      probationDeliveryUnitId: OTHER_PDU,
      homeProbationRegionId: LONDON,
      homeProbationDeliveryUnitId: PDU,
    });
    expect((await read(id, staff.assessorFaraway)).id).toBe(id);
    expect((await read(id, staff.assessor)).id).toBeUndefined();
  });

  it('places in the other PDU of the home region that only the answers name', async () => {
    const answers = { 'placement-location': { 'alternative-pdu': { alternativePdu: 'yes', pduId: OTHER_PDU } } };
    const id = await referral.draft(staff.referrer, 'X900001', answers);
    await submit(id);
    expect(await dataOf(id)).toMatchObject({
      probationRegionId: LONDON,
      probationDeliveryUnitId: OTHER_PDU,
      homeProbationDeliveryUnitId: PDU,
    });
  });

  it('keeps what clients compute for lists and reports', async () => {
    const id = await referral.draft();
    await submit(id, {
      prisonReleaseTypes: ['CRD', 'PSS'],
      isHistoryOfSexualOffence: true,
      dutyToReferSubmissionDate: '2026-01-02',
      dutyToReferLocalAuthorityAreaName: 'Croydon',
    });
    expect(await stored(id)).toMatchObject({
      prison_release_types: ['CRD', 'PSS'],
      is_history_of_sexual_offence: true,
      is_registered_sex_offender: false,
      has_history_of_arson: null,
      duty_to_refer_local_authority: 'Croydon',
    });
    expect((await dataOf(id)).sexualRisk).toBe(true);
  });
});

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
    expect(await read(id)).toMatchObject({ arrivalDate: '2026-03-02T00:00:00.000Z' });
  });

  it('when the draft is not the one that was read', async () => {
    const id = await referral.draft();
    expect((await submit(id, {}, staff.referrer, { 'if-match': '"1"' })).status).toBe(409);
    expect((await submit(id, {}, staff.referrer, { 'if-match': '"2"' })).status).toBe(200);
  });
});

describe('at the same moment', () => {
  it('ten submissions make one, with one event', async () => {
    const id = await referral.draft();
    const replies = await Promise.all(Array.from({ length: 10 }, () => submit(id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(await referral.published(id)).toHaveLength(1);
    expect(await stored(id)).toMatchObject({ version: 1 });
  });

  it('a save and a submission end with the frozen answers being the last that was accepted', async () => {
    for (let round = 0; round < 15; round += 1) {
      const id = await referral.draft(staff.referrer, 'X900001', { round, answer: 'before' });
      const api = await referral.as(staff.referrer);
      const [saved, submitted] = await Promise.all([
        api.put(`/cas3/applications/${id}`, { data: { round, answer: 'after' } }),
        submit(id),
      ]);
      expect(submitted.status).toBe(200);
      expect([200, 409]).toContain(saved.status);
      expect((await read(id)).data).toEqual({ round, answer: saved.status === 200 ? 'after' : 'before' });
    }
  });
});

describe('what was submitted', () => {
  it.each([
    `data = '{}'`,
    `document = null`,
    `summary_data = '{}'`,
    `submitted_at = null`,
    `deleted_at = now()`,
    `placement_pdu_id = '${OTHER_PDU}'`,
  ])('cannot be changed in the database either: %s', async (change) => {
    const id = await referral.submitted();
    await expect(referral.test.db.query(`update application set ${change} where id = $1`, [id])).rejects.toThrow(
      'frozen',
    );
  });
});
