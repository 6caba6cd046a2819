import { sampleJson } from '../testing/samples';
import { planOf } from './oasys.rules';
import {
  NeedsDetails,
  OffenceDetails,
  RiskManagementPlan,
  RiskToTheIndividual,
  Rosh,
  RoshSummary,
} from './oasys.schema';
import { answersOf, needsOf, OFFENCE, PLAN, RISK_TO_SELF, ROSH_SUMMARY } from './questions.rules';

const sample = (name: string) => sampleJson(`upstreams/approved-premises-and-oasys/${name}.json`);
const plan = RiskManagementPlan.parse(sample('risk-management-plan'));
const current = { anyAge: false };

describe('answers of OASys', () => {
  it.each([
    ['rosh', Rosh],
    ['rosh-summary', RoshSummary],
    ['risk-management-plan', RiskManagementPlan],
    ['offence-details', OffenceDetails],
    ['needs-details', NeedsDetails],
    ['risk-to-the-individual', RiskToTheIndividual],
  ])('%s is read', (name, schema) => expect(schema.safeParse(sample(name)).error?.issues ?? []).toEqual([]));

  it('are read whatever odd member they have', () => {
    const odd = {
      ...sample('risk-management-plan'),
      assessmentId: 'x',
      superStatus: 7,
      riskManagementPlan: 'none',
      new: 1,
    };
    expect(RiskManagementPlan.parse(odd)).toMatchObject({ riskManagementPlan: undefined });
  });

  it('have a line for every question, with null where nothing was answered', () => {
    const found = (name: string, member: string) => (sample(name) as Record<string, Record<string, unknown>>)[member];
    const numbers = (lines: { questionNumber: string }[]) => lines.map(({ questionNumber }) => questionNumber);
    expect(numbers(answersOf(PLAN))).toEqual(['RM28', 'RM35', 'RM34', 'RM33', 'RM32', 'RM31', 'RM30', 'RM28.1']);
    expect(answersOf(OFFENCE, found('offence-details', 'offence'))[0]?.answer).toMatch(/^\[2\.1\]/);
    expect(answersOf(ROSH_SUMMARY, found('rosh-summary', 'roshSummary'))[0]?.answer).toMatch(/^\[R10\.1\]/);
    expect(answersOf(RISK_TO_SELF, found('risk-to-the-individual', 'riskToTheIndividual'))[0]?.answer).toMatch(/^\[R8/);
    expect(answersOf(PLAN).every(({ answer }) => answer === null)).toBe(true);
  });

  it('show needs that are linked to harm, drugs, alcohol, and what was asked for', () => {
    const needs = NeedsDetails.parse(sample('needs-details'));
    const sections = (wanted: number[], of = needs) => needsOf(of, wanted).map(({ sectionNumber }) => sectionNumber);
    expect(sections([])).toEqual([8, 9]);
    expect(sections([3, 12])).toEqual([3, 8, 9, 12]);
    expect(sections([], { ...needs, linksToHarm: { financeLinkedToHarm: true } })).toEqual([5, 8, 9]);
    expect(needsOf(needs, [3])[0]).toMatchObject({
      linkedToHarm: false,
      linkedToReOffending: true,
      questionNumber: '3.9',
    });
    expect(sections([], NeedsDetails.parse({ initiationDate: '2022-11-02T15:17:29Z' }))).toEqual([8, 9]);
  });
});

describe('the risk-management plan', () => {
  it('has its answers and the days of its assessment', () => {
    const { assessmentMetadata, answers } = planOf(plan, '2023-05-02', current);
    expect(assessmentMetadata).toEqual({
      hasApplicableAssessment: true,
      dateStarted: '2022-11-02T15:17:29.000Z',
      dateCompleted: null,
      lastUpdatedDate: '2022-11-29T10:37:22.000Z',
    });
    expect(answers.find(({ questionNumber }) => questionNumber === 'RM30')?.answer).toMatch(/^\[RM30\] Probation/);
  });

  it('of more than six months ago is not applicable, unless any age was asked for', () => {
    expect(planOf(plan, '2023-05-03', current).assessmentMetadata.hasApplicableAssessment).toBe(false);
    expect(planOf(plan, '2023-05-03', { anyAge: true }).assessmentMetadata.hasApplicableAssessment).toBe(true);
  });

  it('that is not there has the questions and no answers', () => {
    const { assessmentMetadata, answers } = planOf(undefined, '2023-05-03', current);
    expect(assessmentMetadata).toEqual({
      hasApplicableAssessment: false,
      dateStarted: null,
      dateCompleted: null,
      lastUpdatedDate: null,
    });
    expect(answers).toHaveLength(8);
  });

  it('whose age cannot be read is unreadable', () => {
    expect(() => planOf({ ...plan, initiationDate: 'once' }, '2023-05-03', current)).toThrow('UPSTREAM_UNREADABLE');
  });
});
