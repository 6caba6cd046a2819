import { assessmentIdOf } from '@throughcare/events/ids';
import type { Person } from '@throughcare/platform/people';
import type { Application } from './application.entity';
import { statusOf } from './draft.rules';
import { withJsonText } from './json-text';

export type ListedApplication = Pick<
  Application,
  'id' | 'crn' | 'createdByUserId' | 'createdAt' | 'submittedAt' | 'risks' | 'assessmentStatus'
>;

const midnightUtc = (day: string | null) => (day === null ? null : `${day}T00:00:00.000Z`);

/** A row of the referrer's list. */
export const summaryOf = (application: ListedApplication, person: Person) => ({
  type: 'CAS3',
  id: application.id,
  person,
  createdByUserId: application.createdByUserId,
  createdAt: application.createdAt,
  submittedAt: application.submittedAt,
  status: statusOf(application),
  risks: person.type === 'RestrictedPerson' ? null : application.risks,
});

/** One application as JSON text: the answers in it are the text that was sent. */
export const applicationJson = (application: Application, person: Person): string =>
  withJsonText(
    {
      ...summaryOf(application, person),
      offenceId: application.offenceId,
      arrivalDate: midnightUtc(application.arrivalDate),
      assessmentId: application.submittedAt ? assessmentIdOf(application.id) : null,
      assessmentDecision: application.assessmentDecision,
    },
    { data: application.data, document: application.document, summaryData: application.summaryData },
  );
