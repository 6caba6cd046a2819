export { STAFF_ROLES, hasRegion } from './member';
export type { StaffMember, StaffRole } from './member';
export { Members } from './members';
export { StaffDirectory } from './staff-directory';
