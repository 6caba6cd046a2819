import { Controller, Injectable } from '@nestjs/common';
import type { Principal } from './auth';
import { forbidden } from './errors';
import { pending } from './pending';

export type StaffRole = 'CAS3_REFERRER' | 'CAS3_ASSESSOR' | 'CAS3_REPORTER' | 'CAS3_ADMIN';

export interface StaffMember {
  readonly userId: string;
  readonly username: string;
  readonly name: string;
  readonly staffCode?: string;
  readonly regionId: string;
  readonly regionCode?: string;
  readonly pduId?: string;
  readonly roles: readonly StaffRole[];
}

/** SQL of the table `staff`, for the service's first migration. */
export const staffTable = '';

/** What this service keeps about staff. Add to `providers`. */
@Injectable()
export class StaffDirectory {
  /** The caller; asks the gateway once for a name never seen. Clients, unknown, inactive and region-less staff are `forbidden`. */
  require(_principal: Principal): Promise<StaffMember> {
    return pending();
  }
  /** Someone by id, for showing who did something; undefined when never seen. */
  find(_userId: string): Promise<StaffMember | undefined> {
    return pending();
  }
  /** Several by id. */
  findAll(_userIds: readonly string[]): Promise<ReadonlyMap<string, StaffMember>> {
    return pending();
  }
}

/** Keeps the table up to date from `identity.staff.updated`. Add to `controllers`. */
@Controller()
export class StaffEvents {}

/** Refuses unless the member has one of the roles. */
export const requireRole = (member: Pick<StaffMember, 'roles'>, ...anyOf: readonly StaffRole[]): void => {
  if (!anyOf.some((role) => member.roles.includes(role))) throw forbidden('ROLE_REQUIRED');
};

/** True for the member's own region, or any region for a CAS3_REPORTER. */
export const hasRegion = (member: Pick<StaffMember, 'regionId' | 'roles'>, regionId: string): boolean =>
  member.regionId === regionId || member.roles.includes('CAS3_REPORTER');

/** Refuses another region unless the member is a CAS3_REPORTER. Lists use `member.regionId` alone, even for reporters. */
export const requireRegion = (member: Pick<StaffMember, 'regionId' | 'roles'>, regionId: string): void => {
  if (!hasRegion(member, regionId)) throw forbidden('REGION_NOT_YOURS');
};
