import { forbidden } from '@throughcare/base/errors';

export const STAFF_ROLES = ['CAS3_REFERRER', 'CAS3_ASSESSOR', 'CAS3_REPORTER', 'CAS3_ADMIN'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export interface StaffMember {
  readonly userId: string;
  /** Upper case. */
  readonly username: string;
  readonly name: string;
  readonly staffCode?: string;
  readonly regionId: string;
  readonly regionCode?: string;
  readonly pduId?: string;
  readonly roles: readonly StaffRole[];
}

/** Refuses (`forbidden` ROLE_REQUIRED) unless the member has one of the roles. */
export const requireRole = (member: Pick<StaffMember, 'roles'>, ...anyOf: readonly StaffRole[]): void => {
  if (!anyOf.some((role) => member.roles.includes(role))) throw forbidden('ROLE_REQUIRED');
};

/** True for the member's own region, and for every region when the member is a CAS3_REPORTER. Lists use `member.regionId` alone, also for a reporter. */
export const hasRegion = (member: Pick<StaffMember, 'regionId' | 'roles'>, regionId: string | null): boolean =>
  member.regionId === regionId || member.roles.includes('CAS3_REPORTER');
