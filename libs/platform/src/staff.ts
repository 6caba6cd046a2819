export { STAFF_ROLES, hasRegion } from './staff/member';
export type { StaffMember, StaffRole } from './staff/member';
export { Members } from './staff/members';
export { StaffDirectory } from './staff/staff-directory';
export { StaffEvents } from './staff/staff.events';
export { staffTable } from './staff/table';
