import type { Cas3AssessmentSummary } from '@throughcare/api/cas3/assessment';
import type { Sendable } from '@throughcare/platform/replies';
import { decisionOf } from '../assessment/assessment-state';
import { pduName } from '../shown-names';
import type { ListedAssessment } from './assessment-list.service';

/** A row of the assessors' lists. */
export const toSummary = ({
  assessment,
  person,
  waiting,
  alerts,
}: ListedAssessment): Sendable<Cas3AssessmentSummary> => ({
  id: assessment.id,
  applicationId: assessment.applicationId,
  arrivalDate: `${assessment.accommodationRequiredFromDate}T00:00:00.000Z`,
  createdAt: assessment.createdAt,
  dateOfInfoRequest: null,
  status: assessment.status,
  decision: decisionOf(assessment.status),
  risks: null,
  person,
  probationDeliveryUnitName: pduName(assessment.probationDeliveryUnitId),
  allocatedTo: assessment.allocatedToUserId
    ? { id: assessment.allocatedToUserId, name: assessment.allocatedToName ?? '' }
    : null,
  riskLevels:
    person.type === 'RestrictedPerson'
      ? null
      : { rosh: assessment.rosh, mappa: assessment.mappa, arson: assessment.arson },
  alerts: alerts.map(({ kind }) => kind),
  ...waiting,
});
