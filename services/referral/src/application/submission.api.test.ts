import { assessmentIdOf } from '@throughcare/events/ids';
import { ReferralSubmitted } from '@throughcare/events/referral-submitted.v1';
import {
  LONDON,
  OTHER_PDU,
  PDU,
  ReferralApp,
  WALES,
  WELSH_PDU,
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
      arrivalDate: `${facts.requiredFrom}T00:00:00.000Z`,
      assessmentId: assessmentIdOf(id),
      assessmentDecision: null,
      data: theAnswers(),
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
      accommodationRequiredFromDate: facts.requiredFrom,
      releaseDate: facts.releaseDate,
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
    const id = await referral.draft(staff.referrer, 'X900001', theAnswers({}, factsAway));
    await submit(id, { outOfRegionProbationRegionId: WALES, outOfRegionPduId: WELSH_PDU });
    expect(await dataOf(id)).toMatchObject({
      probationRegionId: WALES,
      probationDeliveryUnitId: WELSH_PDU,
      homeProbationRegionId: LONDON,
      homeProbationDeliveryUnitId: PDU,
    });
    expect((await read(id, staff.assessorFaraway)).id).toBe(id);
    expect((await read(id, staff.assessor)).id).toBeUndefined();
  });

  it('places in the other PDU of the home region that only the answers name', async () => {
    const answers = theAnswers({
      'placement-location/alternative-pdu': { alternativePdu: 'yes', pduId: OTHER_PDU },
      'placement-location/alternative-pdu-reason': { reason: 'Family' },
    });
    const id = await referral.draft(staff.referrer, 'X900001', answers);
    await submit(id);
    expect(await dataOf(id)).toMatchObject({
      probationRegionId: LONDON,
      probationDeliveryUnitId: OTHER_PDU,
      homeProbationDeliveryUnitId: PDU,
    });
  });

  it('F-054: computes what lists and reports need from the answers, whatever a client says', async () => {
    const id = await referral.draft(
      staff.referrer,
      'X900001',
      theAnswers({
        'offence-and-behaviour-summary/history-of-sexual-offence': { historyOfSexualOffence: 'yes' },
        'offence-and-behaviour-summary/registered-sex-offender': { registeredSexOffender: 'no' },
        'offence-and-behaviour-summary/history-of-arson-offence': { historyOfArsonOffence: 'yes' },
      }),
    );
    await submit(id, {
      prisonReleaseTypes: ['PSS'],
      isHistoryOfSexualOffence: false,
      isRegisteredSexOffender: true,
      hasHistoryOfArson: false,
      summaryData: { extra: 'kept', isAbleToShare: false },
    });
    expect(await read(id)).toMatchObject({
      prisonReleaseTypes: ['CRD'],
      isHistoryOfSexualOffence: true,
      isRegisteredSexOffender: false,
      isConcerningSexualBehaviour: null,
      hasHistoryOfArson: true,
      isConcerningArsonBehaviour: null,
      summaryData: { extra: 'kept', isAbleToShare: true, releaseType: 'Custody' },
    });
    expect((await dataOf(id)).sexualRisk).toBe(true);
  });

  it('F-054: shows the assessor every fact that is stored', async () => {
    const id = await referral.draft(
      staff.referrer,
      'X900001',
      theAnswers({
        'accommodation-referral-details/dtr-submitted': { dtrSubmitted: 'yes' },
        'accommodation-referral-details/dtr-details': {
          reference: 'R2',
          date: '2026-11- 3',
          localAuthorityAreaName: 'Croydon',
          dutyToReferOutcome: 'pending',
        },
      }),
    );
    await submit(id);
    expect(await read(id, staff.assessor)).toMatchObject({
      personReleaseDate: facts.releaseDate,
      prisonReleaseTypes: ['CRD'],
      referredBy: null,
      probationRegionId: LONDON,
      probationDeliveryUnitId: PDU,
      homeProbationRegionId: LONDON,
      homeProbationDeliveryUnitId: PDU,
      isHistoryOfSexualOffence: false,
      isRegisteredSexOffender: null,
      isConcerningSexualBehaviour: false,
      hasHistoryOfArson: false,
      isConcerningArsonBehaviour: false,
      needsAccessibleProperty: false,
      isApplicationEligible: true,
      eligibilityReason: 'homelessFromCustody',
      isDutyToReferSubmitted: true,
      dutyToReferSubmissionDate: '2026-11-03',
      dutyToReferOutcome: 'pending',
      dutyToReferLocalAuthorityAreaName: 'Croydon',
    });
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
      const id = await referral.draft(staff.referrer, 'X900001', { ...theAnswers(), round, answer: 'before' });
      const api = await referral.as(staff.referrer);
      const [saved, submitted] = await Promise.all([
        api.put(`/cas3/applications/${id}`, { data: { ...theAnswers(), round, answer: 'after' } }),
        submit(id),
      ]);
      expect(submitted.status).toBe(200);
      expect([200, 409]).toContain(saved.status);
      expect((await read(id)).data).toMatchObject({ round, answer: saved.status === 200 ? 'after' : 'before' });
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
