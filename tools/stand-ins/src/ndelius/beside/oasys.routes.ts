import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Guard } from '../../kit/bearer';
import type { Store } from '../../kit/store';
import type { DeliusState } from '../ndelius.state';
import { probationError } from '../reads/reads.routes';
import type { Assessment, SectionName } from '../../seed/records';

export interface OasysContext {
  store: Store<DeliusState>;
  guard: (...roles: string[]) => Guard;
}

export const ASSESSMENTS = 'ROLE_PROBATION_API__APPROVED_PREMISES__ASSESSMENTS';

/** Each path, and the sections of its answer. */
const READS: Record<string, readonly SectionName[]> = {
  rosh: ['rosh'],
  'risk-management-plan': ['riskManagementPlan'],
  'rosh-summary': ['roshSummary'],
  'offence-details': ['offence'],
  'needs-details': ['needs', 'linksToHarm', 'linksToReOffending'],
  'risk-to-the-individual': ['riskToTheIndividual'],
  'health-details': ['health'],
};

/** The newest of the full kind by the day it was begun, finished or not: that is the one that is read. */
const newest = (assessments: Assessment[] = []): Assessment | undefined =>
  assessments
    .filter(({ assessmentType }) => assessmentType === 'LAYER3')
    .sort((one, other) => Date.parse(other.initiationDate) - Date.parse(one.initiationDate))[0];

const headOf = ({ sections: _sections, ...head }: Assessment): object => ({
  ...head,
  assessorSignedDate: head.dateCompleted ?? null,
  dateCompleted: head.dateCompleted ?? null,
  laterWIPAssessmentExists: false,
});

/** approved-premises-and-oasys: one section of the newest assessment at a time. */
export const oasysRoutes = (app: FastifyInstance, { store, guard }: OasysContext): void => {
  const preHandler = guard(ASSESSMENTS);
  const found = (request: FastifyRequest, reply: FastifyReply): Assessment | undefined => {
    const { crn } = request.params as { crn: string };
    const assessment = newest(store.state.people[crn]?.assessments);
    if (!assessment)
      void reply.code(404).send(probationError(404, `Latest layer 3 assessment not found for crn=${crn}`));
    return assessment;
  };
  for (const [path, sections] of Object.entries(READS)) {
    app.get(`/oasys/${path}/:crn`, { preHandler }, (request, reply) => {
      const assessment = found(request, reply);
      if (!assessment) return reply;
      const parts = sections.flatMap((name) => {
        const section = assessment.sections[name];
        return section ? [[name, section] as const] : [];
      });
      return { ...headOf(assessment), ...Object.fromEntries(parts) };
    });
  }
  app.get('/oasys/latest-assessment/:crn', { preHandler }, (request, reply) => {
    const assessment = found(request, reply);
    if (!assessment) return reply;
    const { assessmentId, assessmentType, initiationDate, assessmentStatus, dateCompleted } = assessment;
    return {
      assessmentPk: assessmentId,
      assessmentType,
      initiationDate,
      status: assessmentStatus,
      ...(dateCompleted ? { completedDate: dateCompleted } : {}),
    };
  });
};
