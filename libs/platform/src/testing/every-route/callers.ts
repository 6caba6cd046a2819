import { STAFF_ROLES, type StaffMember, type StaffRole } from '../../staff/member';

const LONDON = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const WALES = 'afee0696-8df3-4d9f-9d0c-268f17772e2c';

/** Every role but the one that reaches every region. */
const REGIONAL: readonly StaffRole[] = STAFF_ROLES.filter((role) => role !== 'CAS3_REPORTER');

let made = 0;
const aCaller = (username: string, regionId: string, roles: readonly StaffRole[]): StaffMember => ({
  userId: `0c4e5a1b-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`,
  username,
  name: `Name of ${username}`,
  staffCode: `N07S${String(made).padStart(3, '0')}`,
  regionId,
  regionCode: regionId === LONDON ? 'N07' : 'N03',
  roles,
});

/** Sets of roles: every one there is, the empty one too. */
const ROLE_SETS: readonly StaffRole[][] = Array.from({ length: 2 ** STAFF_ROLES.length }, (_, bits) =>
  STAFF_ROLES.filter((_role, at) => (bits & (1 << at)) !== 0),
);

export const CALLERS = {
  /** Whose papers they are. */
  near: aCaller('MATRIX_NEAR', LONDON, REGIONAL),
  /** Of the same region, and nothing of theirs. */
  colleague: aCaller('MATRIX_COLLEAGUE', LONDON, REGIONAL),
  far: aCaller('MATRIX_FAR', WALES, REGIONAL),
  /** Of another region, and reaches every one. */
  reporter: aCaller('MATRIX_REPORTER', WALES, STAFF_ROLES),
};

export const BY_ROLES = ROLE_SETS.map((roles, at) => aCaller(`MATRIX_ROLES_${at}`, LONDON, roles));
