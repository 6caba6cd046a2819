// A referral that is complete and could be real: what every test, the synthetic region and the journey submit. One place, because the
// server knows the form and refuses half of one.
import { addDays, type Day } from '@throughcare/base/calendar';

export interface ReferralFacts {
  /** Of the practitioner. */
  readonly unit: { readonly id: string; readonly name: string };
  /** London days; both from today to three months ahead, the release not the later one. */
  readonly releaseDate: Day;
  readonly requiredFrom: Day;
  /** Out of region: where instead. */
  readonly away?: { readonly regionId: string; readonly pduId: string };
}

export type ReferralAnswers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const no = (field: string) => ({ [field]: 'no', [`${field}Detail`]: '' });

const date = (field: string, day: Day) => {
  const [year, month, of] = day.split('-').map((part) => String(Number(part)));
  return { [field]: day, [`${field}-year`]: year, [`${field}-month`]: month, [`${field}-day`]: of };
};

const location = ({ away }: ReferralFacts) =>
  away
    ? {
        'alternative-region': { alternativeRegion: 'no', regionName: 'Home' },
        'different-region': {
          regionId: away.regionId,
          regionName: 'Away',
          currentRegionId: '',
          currentRegionName: 'Home',
        },
        'placement-pdu': { pduId: away.pduId, pduName: 'Unit away' },
        'pdu-evidence': { pduEvidence: 'yes' },
      }
    : {
        'alternative-region': { alternativeRegion: 'yes', regionName: 'Home' },
        'alternative-pdu': { alternativePdu: 'no', pduId: '', pduName: '' },
      };

const need = (facts: ReferralFacts): ReferralAnswers => ({
  'placement-location': location(facts),
  'offence-and-behaviour-summary': {
    'history-of-sexual-offence': { historyOfSexualOffence: 'no' },
    'concerning-sexual-behaviour': no('concerningSexualBehaviour'),
    'history-of-arson-offence': { historyOfArsonOffence: 'no' },
    'concerning-arson-behaviour': no('concerningArsonBehaviour'),
  },
  'sentence-information': {
    'offending-summary': { summary: 'Synthetic summary of the offending' },
    'sentence-type': { sentenceType: 'standardDeterminate' },
    'sentence-length': { years: '2', months: '6', weeks: '', days: '' },
    'sentence-expiry': date('sentenceExpiryDate', addDays(facts.releaseDate, 500)),
    'release-type': {
      releaseTypes: ['crdLicence'],
      ...date('crdLicenceStartDate', facts.releaseDate),
      ...date('crdLicenceEndDate', addDays(facts.releaseDate, 300)),
    },
  },
  'contact-details': {
    'probation-practitioner': {
      name: 'Staffan Worker',
      email: 'staffan.worker@justice.gov.uk',
      phone: '01632 960001',
      pdu: facts.unit,
    },
    'backup-contact': { name: 'Senior Worker', phone: '01632 960002', email: 'senior.worker@justice.gov.uk' },
    'pop-phone-number': { phone: '' },
  },
  eligibility: {
    'eligibility-reason': { reason: 'homelessFromCustody' },
    'release-date': date('releaseDate', facts.releaseDate),
    'accommodation-required-from-date': date('accommodationRequiredFromDate', facts.requiredFrom),
  },
  consent: { 'consent-given': { consentGiven: 'yes' } },
});

/** As existing clients keep it: each question beside its answer, without which they cannot open the draft again. */
const riskManagementPlan = () => {
  const questions = [
    { label: 'Supervision', questionNumber: 'RM30', answer: 'Weekly' },
    { label: 'Monitoring and control', questionNumber: 'RM31', answer: 'Curfew' },
    { label: 'Interventions and treatment', questionNumber: 'RM32', answer: 'None' },
    { label: 'Victim safety planning', questionNumber: 'RM33', answer: 'None' },
  ];
  return {
    version: '2',
    riskManagementAnswers: Object.fromEntries(questions.map((one) => [`Q${one.questionNumber}`, one.answer])),
    riskManagementSummaries: questions,
  };
};

const risks = (): ReferralAnswers => ({
  'licence-conditions': { 'additional-licence-conditions': { conditions: [] } },
  'prison-information': { adjudications: { adjudications: [] }, 'acct-alerts': { acctAlerts: [] } },
  'placement-considerations': {
    'accommodation-sharing': { accommodationSharing: 'yes', accommodationSharingYesDetail: 'Weekly visits' },
    cooperation: { support: 'Weekly contact' },
    'anti-social-behaviour': no('concerns'),
    'substance-misuse': no('substanceMisuse'),
    'rosh-level': {
      riskToChildren: 'Low',
      riskToPublic: 'Low',
      riskToKnownAdult: 'Low',
      riskToStaff: 'Low',
      riskToSelfConcerns: 'no',
      riskToSelf: '',
      safetyPlanCompleted: 'noSafetyPlan',
    },
    'risk-management-plan': riskManagementPlan(),
  },
  'approvals-for-specific-risks': {
    'approvals-for-specific-risks': { approvals: 'notRequired', approvalsDetail: '' },
  },
  'behaviour-in-cas': { 'previous-stays': { previousStays: 'no' } },
});

const requirements = (): ReferralAnswers => ({
  'disability-cultural-and-specific-needs': {
    needs: { needs: ['none'] },
    'property-attributes-or-adaptations': no('propertyAttributesOrAdaptations'),
    'religious-or-cultural-needs': no('religiousOrCulturalNeeds'),
  },
  'safeguarding-and-support': {
    'safeguarding-and-vulnerability': no('concerns'),
    'support-in-the-community': { support: 'Family nearby' },
    'local-connections': { localConnections: 'Family nearby' },
    'caring-responsibilities': no('caringResponsibilities'),
  },
  'food-allergies': { 'food-allergies': no('foodAllergies') },
  'move-on-plan': { 'move-on-plan': { plan: 'Private rental' } },
  'accommodation-referral-details': {
    'dtr-submitted': { dtrSubmitted: 'no' },
    'crs-submitted': { crsSubmitted: 'no' },
    'other-accommodation-options': no('otherOptions'),
  },
  'check-your-answers': { review: { reviewed: '1' } },
});

/** Answers of every task, page by page. `pages` replaces single pages: `{ 'consent/consent-given': { consentGiven: 'no' } }`. */
export const completeAnswers = (
  facts: ReferralFacts,
  pages: Readonly<Record<string, unknown>> = {},
): ReferralAnswers => {
  const answers = { ...need(facts), ...risks(), ...requirements() };
  for (const [path, page] of Object.entries(pages)) {
    const [task = '', slug = ''] = path.split('/');
    answers[task] = { ...answers[task], [slug]: page };
  }
  return answers;
};

const document = ({ releaseDate, requiredFrom }: ReferralFacts) => ({
  sections: [
    {
      title: 'Accommodation need',
      tasks: [
        {
          title: 'Eligibility',
          id: 'eligibility',
          content: [{ 'Release date': releaseDate }, { 'Accommodation required from date': requiredFrom }],
        },
      ],
    },
  ],
});

/** What a client sends with them at submission. */
export const completeSubmission = (facts: ReferralFacts) => ({
  arrivalDate: facts.requiredFrom,
  personReleaseDate: facts.releaseDate,
  probationDeliveryUnitId: facts.unit.id,
  ...(facts.away && {
    outOfRegionProbationRegionId: facts.away.regionId,
    outOfRegionPduId: facts.away.pduId,
  }),
  summaryData: { isAbleToShare: true, releaseType: 'Custody', safetyPlanShared: false, riskToSelfConcerns: false },
  translatedDocument: document(facts),
  isDutyToReferSubmitted: false,
  needsAccessibleProperty: false,
  isApplicationEligible: true,
  eligibilityReason: 'homelessFromCustody',
  isHistoryOfSexualOffence: false,
  isConcerningSexualBehaviour: false,
  hasHistoryOfArson: false,
  isConcerningArsonBehaviour: false,
  prisonReleaseTypes: ['CRD'],
});
