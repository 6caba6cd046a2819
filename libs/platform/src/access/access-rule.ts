import { AUTHORITY, PUBLIC } from '../auth/decorators';
import type { StaffRole } from '../staff/member';
import { REACH, STAFF, type ReachKind } from './decorators';

/** What the token of any member of staff has. */
export const STAFF_AUTHORITY = 'ROLE_PROBATION';

interface Declared {
  /** Of the token. */
  readonly authorities: readonly string[];
  readonly reach: readonly ReachKind[];
}

/** What a route demands: nothing, an authority, a member of staff, or (nobody said) that nobody comes in. */
export type AccessRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'undeclared' }
  | (Declared & { readonly kind: 'authority' })
  | (Declared & { readonly kind: 'staff'; readonly roles: readonly StaffRole[] });

const UNDECLARED = { kind: 'undeclared' } as const;

const contradicts = (reach: readonly ReachKind[]): boolean => reach.includes('none') && reach.length > 1;

/**
 * The method's own statement, else its class's; reach is the method's alone. A target that says two of public, staff and authority is
 * undeclared: it contradicts itself. So is what reaches nobody and somebody.
 */
export const accessRuleOf = (controller: object, method: object): AccessRule => {
  const reach = (Reflect.getMetadata(REACH, method) as ReachKind[] | undefined) ?? [];
  if (contradicts(reach)) return UNDECLARED;
  for (const target of [method, controller]) {
    const isPublic = Reflect.getMetadata(PUBLIC, target) === true;
    const roles = Reflect.getMetadata(STAFF, target) as StaffRole[] | undefined;
    const authorities = Reflect.getMetadata(AUTHORITY, target) as string[] | undefined;
    if ([isPublic, roles, authorities].filter(Boolean).length > 1) return UNDECLARED;
    if (isPublic) return { kind: 'public' };
    if (roles) return { kind: 'staff', authorities: [STAFF_AUTHORITY], roles, reach };
    if (authorities && authorities.length > 0) return { kind: 'authority', authorities, reach };
  }
  return UNDECLARED;
};
