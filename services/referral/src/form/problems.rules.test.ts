import { completeAnswers, type ReferralFacts } from '@throughcare/platform/testing/complete-referral';
import fc from 'fast-check';
import { derivedFrom, hasConsent, summaryFrom } from './derived.rules';
import { problemsIn } from './problems.rules';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';
const CARDIFF = 'c38b9a56-bc95-42ef-abbe-6d9018dac4d4';
const NATIONAL = 'dafc93d2-2dec-42d1-84d9-190e9ccda638';
const today = '2027-04-03';
const facts: ReferralFacts = {
  unit: { id: '2e3df9de-5875-44b6-8df7-88e4308e5c58', name: 'Croydon' },
  releaseDate: '2027-05-01',
  requiredFrom: '2027-05-02',
};
const away: ReferralFacts = { ...facts, away: { regionId: WALES, pduId: CARDIFF } };

type Pages = Readonly<Record<string, unknown>>;
const problems = (pages: Pages = {}, of = facts) =>
  problemsIn(completeAnswers(of, pages), LONDON, today).map(({ task, page, field, errorType }) =>
    [`${task}/${page}`, field, errorType].filter(Boolean).join(' '),
  );

describe('F-054: whole answers', () => {
  it('have no problem, at home and out of region', () => {
    expect(problems()).toEqual([]);
    expect(problems({}, away)).toEqual([]);
  });

  it('are none without any single task that asks something', () => {
    const whole = completeAnswers(facts);
    const optional = ['licence-conditions', 'prison-information', 'check-your-answers'];
    for (const task of Object.keys(whole).filter((name) => !optional.includes(name))) {
      const { [task]: _, ...rest } = whole;
      expect(problemsIn(rest, LONDON, today).map((problem) => problem.task)).toContain(task);
    }
  });

  it('are no answers of any shape that somebody may send', () => {
    const whole = completeAnswers(facts);
    fc.assert(fc.property(fc.jsonValue(), (data) => expect(problemsIn(data, LONDON, today).length).toBeGreaterThan(0)));
    const path = fc.constantFrom(
      ...Object.entries(whole).flatMap(([task, pages]) => Object.keys(pages).map((page) => [task, page] as const)),
    );
    fc.assert(
      fc.property(path, fc.jsonValue(), ([task, page], value) => {
        expect(Array.isArray(problemsIn({ ...whole, [task]: { ...whole[task], [page]: value } }, LONDON, today))).toBe(
          true,
        );
      }),
    );
  });

  it('F-054: have a length that the public front end takes, and an address that it takes', () => {
    for (const days of ['2.0', '2.', ' 14 ', '007']) {
      expect(problems({ 'sentence-information/sentence-length': { years: '', days } })).toEqual([]);
    }
    for (const email of ['b@x.gov.uk', ' B@LEEDS.GOV.UK ', 'o’hara@a.b.gov.uk']) {
      expect(problems({ 'contact-details/backup-contact': { name: 'B', phone: '1', email } })).toEqual([]);
    }
  });

  it.each(['.gov.uk', 'gov.uk', '@x.gov.uk', 'b@gov.uk', 'b c@x.gov.uk', 'b@c@x.gov.uk', 'www.x.gov.uk'])(
    'F-054: have no address %j, which reaches nobody',
    (email) => {
      expect(problems({ 'contact-details/backup-contact': { name: 'B', phone: '1', email } })).toEqual([
        'contact-details/backup-contact email invalid',
      ]);
    },
  );

  it.each<[string, Pages]>([
    [
      'contact-details/backup-contact email invalid',
      { 'contact-details/backup-contact': { name: 'B', phone: '1', email: 'b@example.com' } },
    ],
    [
      'contact-details/backup-contact name empty',
      { 'contact-details/backup-contact': { name: '\u200b ', phone: '1', email: 'b@x.gov.uk' } },
    ],
    [
      'food-allergies/food-allergies foodAllergies invalid',
      { 'food-allergies/food-allergies': { foodAllergies: 'perhaps' } },
    ],
    [
      'food-allergies/food-allergies foodAllergiesDetail empty',
      { 'food-allergies/food-allergies': { foodAllergies: 'yes' } },
    ],
    [
      'disability-cultural-and-specific-needs/needs needs invalid',
      { 'disability-cultural-and-specific-needs/needs': { needs: ['none', 'mobility'], mobilityDetail: 'x' } },
    ],
    [
      'sentence-information/sentence-length lengthComponents empty',
      { 'sentence-information/sentence-length': { years: '' } },
    ],
    [
      'sentence-information/sentence-length lengthComponents invalid',
      { 'sentence-information/sentence-length': { years: '0', days: '0' } },
    ],
    [
      'sentence-information/sentence-length lengthComponents invalid',
      { 'sentence-information/sentence-length': { years: 'two' } },
    ],
    ['placement-location/needs-evidence empty', {}],
    [
      'placement-considerations/risk-management-plan version invalid',
      { 'placement-considerations/risk-management-plan': { riskManagementAnswers: { QRM30: 'x' }, version: '1' } },
    ],
    [
      'placement-considerations/risk-management-plan riskManagementAnswers empty',
      {
        'placement-considerations/risk-management-plan': {
          version: '2',
          riskManagementAnswers: { QRM30: 'x', QRM31: '' },
          riskManagementSummaries: [{ questionNumber: 'RM30' }, { questionNumber: 'RM31' }],
        },
      },
    ],
  ])('%s', (expected, pages) => {
    const evidence = {
      'placement-location/pdu-evidence': { pduEvidence: 'no' },
      'placement-location/needs-evidence': null,
    };
    expect(expected.includes('needs-evidence') ? problems(evidence, away) : problems(pages)).toEqual([expected]);
  });

  it('are none where each imported question is kept with its answer, without which existing clients cannot open the draft', () => {
    const { riskManagementAnswers, riskManagementSummaries } = (completeAnswers(facts)['placement-considerations']?.[
      'risk-management-plan'
    ] ?? {}) as Record<string, unknown>;
    const kept = (riskManagementSummaries ?? []) as { label: string; questionNumber: string; answer: string }[];
    const answers = Object.fromEntries(kept.map(({ questionNumber, answer }) => [`Q${questionNumber}`, answer]));
    expect(answers).toEqual(riskManagementAnswers);
    expect(kept.every(({ label }) => label !== '')).toBe(true);
  });

  it('leave out what another answer made superfluous', () => {
    expect(
      problems({ 'offence-and-behaviour-summary/registered-sex-offender': { registeredSexOffender: '?' } }),
    ).toEqual([]);
    expect(problems({ 'accommodation-referral-details/dtr-details': { reference: 'R1' } })).toEqual([]);
  });

  it('F-055: do not place anybody in the national region, which has no team', () => {
    expect(problems({}, { ...facts, away: { regionId: NATIONAL, pduId: CARDIFF } })).toEqual([
      'placement-location/different-region regionId doesNotExist',
      'placement-location/placement-pdu pduId doesNotExist',
    ]);
  });
});

describe('B3.1: dates as people type them', () => {
  it.each([
    ['2026-11-31', 'invalid'],
    ['2027-02-29', 'invalid'],
    ['2027-04- 3', undefined],
    ['2027-04-03', undefined],
    ['2027-04-02', 'inThePast'],
    ['2027-07-03', undefined],
    ['2027-07-04', 'tooFarAhead'],
    ['27-04-03', 'invalid'],
    ['1926-01-01', 'inThePast'],
    ['2226-01-01', 'tooFarAhead'],
  ])('release date %j: %s', (releaseDate, errorType) => {
    const expected = errorType ? [`eligibility/release-date releaseDate ${errorType}`] : [];
    expect(problems({ 'eligibility/release-date': { releaseDate } })).toEqual(expected);
  });

  it('a licence ends after it starts', () => {
    const licence = { crdLicenceStartDate: '2027-05-01', crdLicenceEndDate: '2027-05-01' };
    const page = { 'sentence-information/release-type': { releaseTypes: ['crdLicence'], ...licence } };
    expect(problems(page)).toEqual(['sentence-information/release-type crdLicenceEndDate invalid']);
  });

  it('each type of release needs its own licence', () => {
    const page = { 'sentence-information/release-type': { releaseTypes: ['crdLicence', 'pss'] } };
    expect(problems(page)).toHaveLength(4);
  });
});

describe('B3.2: duty to refer', () => {
  const duty = (submitted: string, details?: object) =>
    completeAnswers(facts, {
      'accommodation-referral-details/dtr-submitted': { dtrSubmitted: submitted },
      ...(details && { 'accommodation-referral-details/dtr-details': details }),
    });
  const details = {
    reference: 'R2',
    date: '2026-11- 3',
    localAuthorityAreaName: 'Croydon',
    dutyToReferOutcome: 'pending',
  };

  it('"no" asks nothing more, and nothing that is left over is carried on', () => {
    for (const data of [duty('no'), duty('no', { reference: 'R1' })]) {
      expect(problemsIn(data, LONDON, today)).toEqual([]);
      expect(derivedFrom(data)).toMatchObject({
        isDutyToReferSubmitted: false,
        dutyToReferSubmissionDate: null,
        dutyToReferLocalAuthorityAreaName: null,
        dutyToReferOutcome: null,
      });
    }
  });

  it('a spaced date is no dead end', () => {
    expect(problemsIn(duty('yes', details), LONDON, today)).toEqual([]);
    expect(derivedFrom(duty('yes', details))).toMatchObject({
      isDutyToReferSubmitted: true,
      dutyToReferSubmissionDate: '2026-11-03',
      dutyToReferLocalAuthorityAreaName: 'Croydon',
      dutyToReferOutcome: 'pending',
    });
  });

  it.each([
    ['2026-11-31', 'invalid'],
    ['2027-04-04', 'inTheFuture'],
  ])('the date %s is %s', (date, errorType) => {
    expect(problemsIn(duty('yes', { ...details, date }), LONDON, today)).toEqual([
      { task: 'accommodation-referral-details', page: 'dtr-details', field: 'date', errorType },
    ]);
  });
});

describe('F-054: what is computed', () => {
  it('is what the form’s clients compute', () => {
    const data = completeAnswers(facts);
    expect(derivedFrom(data)).toEqual({
      arrivalDate: '2027-05-02',
      personReleaseDate: '2027-05-01',
      prisonReleaseTypes: ['CRD'],
      isRegisteredSexOffender: null,
      isHistoryOfSexualOffence: false,
      isConcerningSexualBehaviour: false,
      hasHistoryOfArson: false,
      isConcerningArsonBehaviour: false,
      needsAccessibleProperty: false,
      isDutyToReferSubmitted: false,
      dutyToReferSubmissionDate: null,
      dutyToReferLocalAuthorityAreaName: null,
      dutyToReferOutcome: null,
      isApplicationEligible: true,
      eligibilityReason: 'homelessFromCustody',
    });
    expect(summaryFrom(data)).toEqual({
      isAbleToShare: true,
      releaseType: 'Custody',
      safetyPlanShared: false,
      riskToSelfConcerns: false,
    });
    expect(hasConsent(data)).toBe(true);
  });

  it('has no consent that was not given', () => {
    expect(hasConsent(completeAnswers(facts, { 'consent/consent-given': { consentGiven: 'no' } }))).toBe(false);
    expect(hasConsent({})).toBe(false);
  });
});
