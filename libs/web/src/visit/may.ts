import type { StaffMember, StaffRole } from '@throughcare/platform/staff';
import type { SignedIn } from '../session/session';

/** Who may see a page: any one of these authorities of the token, or of these roles of a member of staff. There is no page without. */
export type May =
  { readonly authority: readonly [string, ...string[]] } | { readonly roles: readonly [StaffRole, ...StaffRole[]] };

/** Whether this person may; without `me` nobody has a role. */
export const mayBy = (
  may: May,
  { user, me }: { readonly user: Pick<SignedIn, 'authorities'>; readonly me?: Pick<StaffMember, 'roles'> | undefined },
): boolean =>
  'authority' in may
    ? may.authority.some((authority) => user.authorities.includes(authority))
    : may.roles.some((role) => me?.roles.includes(role));
