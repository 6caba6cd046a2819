import type { Cas3Assessment } from '@throughcare/api/cas3/assessment';
import type { TemporaryAccommodationUser } from '@throughcare/api/cas3/staff';
import type { Sendable } from '@throughcare/platform/replies';
import { withJsonText } from '@throughcare/platform/json';
import type { StaffMember, StaffRole } from '@throughcare/platform/staff';
import { pduName, regionName } from '../shown-names';
import { decisionOf } from '../assessment/assessment-state';
import type { Assessment } from '../assessment/assessment.entity';

const roleNames: Readonly<Record<StaffRole, TemporaryAccommodationUser['roles'][number]>> = {
  CAS3_ASSESSOR: 'assessor',
  CAS3_REFERRER: 'referrer',
  CAS3_REPORTER: 'reporter',
  CAS3_ADMIN: 'admin',
};

/** A member of staff as clients know them. Contact details belong to the profile and are not repeated here. */
export const toUser = (member: StaffMember): TemporaryAccommodationUser => ({
  service: 'CAS3',
  id: member.userId,
  name: member.name,
  deliusUsername: member.username,
  email: null,
  telephoneNumber: null,
  isActive: true,
  region: { id: member.regionId, name: regionName(member.regionId), hptEmail: null },
  probationDeliveryUnit: member.pduId ? { id: member.pduId, name: pduName(member.pduId) ?? '' } : null,
  roles: member.roles.map((role) => roleNames[role]),
});

/** One assessment around the frozen application, which is the text that referral sent. */
export const toAssessment = (
  assessment: Assessment,
  allocatedTo: StaffMember | undefined,
  application: { readonly text: string; readonly summaryData: string },
): string => {
  const view: Sendable<Omit<Cas3Assessment, 'summaryData' | 'application'>> = {
    id: assessment.id,
    createdAt: assessment.createdAt,
    status: assessment.status,
    decision: decisionOf(assessment.status),
    submittedAt: assessment.decidedAt,
    allocatedAt: assessment.allocatedAt,
    allocatedToStaffMember: allocatedTo ? toUser(allocatedTo) : null,
    releaseDate: assessment.releaseDate,
    accommodationRequiredFromDate: assessment.accommodationRequiredFromDate,
    rejectionRationale: assessment.rejectionRationale,
    clarificationNotes: [],
    data: null,
  };
  return withJsonText(view, { summaryData: application.summaryData, application: application.text });
};
