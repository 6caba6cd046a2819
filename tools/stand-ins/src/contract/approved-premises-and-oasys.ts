import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const text = z.string().optional();
const texts = (...names: string[]) => z.strictObject(Object.fromEntries(names.map((name) => [name, text])));
const flags = (end: string, ...names: string[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [`${name}${end}`, z.boolean().optional()])));

const TOPICS = [
  'accommodation',
  'educationTrainingEmployment',
  'finance',
  'relationship',
  'lifestyle',
  'drug',
  'alcohol',
  'emotional',
  'thinkingBehavioural',
  'attitude',
];
const WHOM = ['Children', 'Public', 'KnownAdult', 'Staff'];
const Rating = z.enum(['LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH']).optional();

const head = {
  assessmentId: z.number().int(),
  assessmentType: z.string(),
  dateCompleted: instant.nullish(),
  assessorSignedDate: instant.nullish(),
  initiationDate: instant,
  assessmentStatus: z.string(),
  superStatus: z.string().optional(),
  limitedAccessOffender: z.boolean(),
  laterWIPAssessmentExists: z.boolean().optional(),
  lastUpdatedDate: instant.optional(),
};

export const Rosh = z.strictObject({
  ...head,
  rosh: z.strictObject(
    Object.fromEntries(
      [...WHOM.flatMap((whom) => [`risk${whom}Community`, `risk${whom}Custody`]), 'riskPrisonersCustody'].map(
        (name) => [name, Rating],
      ),
    ),
  ),
});
export const RiskManagementPlan = z.strictObject({
  ...head,
  riskManagementPlan: texts(
    'furtherConsiderations',
    'additionalComments',
    'contingencyPlans',
    'victimSafetyPlanning',
    'interventionsAndTreatment',
    'monitoringAndControl',
    'supervision',
    'keyInformationAboutCurrentSituation',
  ),
});
export const RoshSummary = z.strictObject({
  ...head,
  roshSummary: texts(
    'whoIsAtRisk',
    'natureOfRisk',
    'riskGreatest',
    'riskIncreaseLikelyTo',
    'riskReductionLikelyTo',
    'factorsAnalysisOfRisk',
    'factorsStrengthsAndProtective',
    'factorsSituationsLikelyToOffend',
  ),
});
export const OffenceDetails = z.strictObject({
  ...head,
  offence: texts(
    'offenceAnalysis',
    'othersInvolved',
    'issueContributingToRisk',
    'offenceMotivation',
    'victimImpact',
    'victimPerpetratorRel',
    'victimInfo',
    'patternOffending',
    'acceptsResponsibility',
  ),
});
export const NeedsDetails = z.strictObject({
  ...head,
  needs: texts('offenceAnalysisDetails', ...TOPICS.map((topic) => `${topic}IssuesDetails`)).optional(),
  linksToHarm: flags('LinkedToHarm', ...TOPICS).optional(),
  linksToReOffending: flags('LinkedToReOffending', ...TOPICS).optional(),
});
export const RiskToTheIndividual = z.strictObject({
  ...head,
  riskToTheIndividual: texts(
    'currentConcernsSelfHarmSuicide',
    'previousConcernsSelfHarmSuicide',
    'currentCustodyHostelCoping',
    'previousCustodyHostelCoping',
    'currentVulnerability',
    'previousVulnerability',
    'riskOfSeriousHarm',
    'currentConcernsBreachOfTrustText',
    'analysisSuicideSelfharm',
    'analysisCoping',
    'analysisVulnerabilities',
  ),
});
/** The published stub leaves the head out. */
export const HealthDetails = z.looseObject({ health: z.looseObject({ generalHealth: text }) });
export const LatestAssessment = z.strictObject({
  assessmentPk: z.number().int(),
  assessmentType: z.string(),
  initiationDate: instant,
  status: z.string(),
  completedDate: instant.optional(),
});
