import type { OASysQuestion, OASysSupportingInformationQuestion } from '@throughcare/api/cas3/person-records';
import type { NeedsDetails } from './oasys.schema';

/** Label, number, and the member of OASys's answer that holds it. Their order is the order that clients show. */
type Question = readonly [label: string, number: string, member: string];

export const PLAN: readonly Question[] = [
  ['Further considerations', 'RM28', 'furtherConsiderations'],
  ['Additional comments', 'RM35', 'additionalComments'],
  ['Contingency plans', 'RM34', 'contingencyPlans'],
  ['Victim safety planning', 'RM33', 'victimSafetyPlanning'],
  ['Interventions and treatment', 'RM32', 'interventionsAndTreatment'],
  ['Monitoring and control', 'RM31', 'monitoringAndControl'],
  ['Supervision', 'RM30', 'supervision'],
  ['Key information about current situation', 'RM28.1', 'keyInformationAboutCurrentSituation'],
];
export const OFFENCE: readonly Question[] = [
  ['Offence analysis', '2.1', 'offenceAnalysis'],
  ['Victim - perpetrator relationship', '2.4.1', 'victimPerpetratorRel'],
  ['Other victim information', '2.4.2', 'victimInfo'],
  ['Impact on the victim', '2.5', 'victimImpact'],
  ['Motivation and triggers', '2.8.3', 'offenceMotivation'],
  ['Issues contributing to risks', '2.98', 'issueContributingToRisk'],
  ['Pattern of offending', '2.12', 'patternOffending'],
];
export const ROSH_SUMMARY: readonly Question[] = [
  ['Who is at risk', 'R10.1', 'whoIsAtRisk'],
  ['What is the nature of the risk', 'R10.2', 'natureOfRisk'],
  ['When is the risk likely to be the greatest', 'R10.3', 'riskGreatest'],
  ['What circumstances are likely to increase risk', 'R10.4', 'riskIncreaseLikelyTo'],
  ['What circumstances are likely to reduce the risk', 'R10.5', 'riskReductionLikelyTo'],
];
export const RISK_TO_SELF: readonly Question[] = [
  ['Current concerns about self-harm or suicide', 'R8.1.1', 'currentConcernsSelfHarmSuicide'],
  ['Current concerns about Coping in Custody or Hostel', 'R8.2.1', 'currentCustodyHostelCoping'],
  ['Current concerns about Vulnerability', 'R8.3.1', 'currentVulnerability'],
];

/** Section of the form, what its question is about, and the beginning of its members. */
const NEEDS: readonly (readonly [section: number, label: string, topic: string])[] = [
  [3, 'Accommodation issues contributing to risks of offending and harm', 'accommodation'],
  [
    4,
    'Education, training and employability issues contributing to risks of offending and harm',
    'educationTrainingEmployment',
  ],
  [5, 'Financial management issues contributing to risks of offending and harm', 'finance'],
  [6, 'Relationship issues contributing to risks of offending and harm', 'relationship'],
  [7, 'Lifestyle issues contributing to risks of offending and harm', 'lifestyle'],
  [8, 'Drug misuse issues contributing to risks of offending and harm', 'drug'],
  [9, 'Alcohol misuse issues contributing to risks of offending and harm', 'alcohol'],
  [10, 'Issues of emotional well-being contributing to risks of offending and harm', 'emotional'],
  [11, 'Thinking / behavioural issues contributing to risks of offending and harm', 'thinkingBehavioural'],
  [12, 'Issues about attitudes contributing to risks of offending and harm', 'attitude'],
];
/** Drugs and alcohol are always shown. */
const ALWAYS: readonly number[] = [8, 9];

type Section = Readonly<Record<string, unknown>>;
const textIn = (section: Section, member: string): string | null => {
  const value = section[member];
  return typeof value === 'string' ? value : null;
};
const flagIn = (section: Section, member: string): boolean | null => {
  const value = section[member];
  return typeof value === 'boolean' ? value : null;
};

/** The answers of a section; null where there is none. */
export const answersOf = (questions: readonly Question[], section: Section = {}): OASysQuestion[] =>
  questions.map(([label, questionNumber, member]) => ({ label, questionNumber, answer: textIn(section, member) }));

/** Needs that are linked to harm, those that are always shown, and those that were asked for. */
export const needsOf = (
  { needs = {}, linksToHarm = {}, linksToReOffending = {} }: NeedsDetails,
  wanted: readonly number[],
): OASysSupportingInformationQuestion[] =>
  NEEDS.flatMap(([sectionNumber, label, topic]) => {
    const linkedToHarm = flagIn(linksToHarm, `${topic}LinkedToHarm`);
    const isShown = linkedToHarm === true || ALWAYS.includes(sectionNumber) || wanted.includes(sectionNumber);
    if (!isShown) return [];
    return {
      label,
      questionNumber: `${sectionNumber}.9`,
      sectionNumber,
      linkedToHarm,
      linkedToReOffending: flagIn(linksToReOffending, `${topic}LinkedToReOffending`),
      answer: textIn(needs, `${topic}IssuesDetails`),
    };
  });
