import { hasRegion, requireRole } from './member';
import type { StaffRole } from './member';

const HOME = 'd73ae6b5-041e-4d44-b859-b8c77567d893';
const AWAY = 'c5acff6c-d0d2-4b89-9f4d-89a15cfa3891';
const member = (...roles: StaffRole[]) => ({ regionId: HOME, roles });

describe('what staff may do', () => {
  it.each<[StaffRole[], boolean]>([
    [['CAS3_ASSESSOR'], true],
    [['CAS3_REFERRER', 'CAS3_ADMIN'], true],
    [['CAS3_REFERRER'], false],
    [[], false],
  ])('asks for one of several roles: %p %p', (roles, allowed) => {
    const check = () => requireRole(member(...roles), 'CAS3_ASSESSOR', 'CAS3_ADMIN');
    if (allowed) expect(check).not.toThrow();
    else expect(check).toThrow('ROLE_REQUIRED');
  });

  it.each<[string, StaffRole[], boolean]>([
    [HOME, ['CAS3_ASSESSOR'], true],
    [AWAY, ['CAS3_ASSESSOR'], false],
    [AWAY, ['CAS3_ADMIN'], false],
    [AWAY, ['CAS3_ASSESSOR', 'CAS3_REPORTER'], true],
  ])('lets into region %s with %p: %p', (region, roles, allowed) => {
    expect(hasRegion(member(...roles), region)).toBe(allowed);
  });
});
