import { ApiSchema, Flag, ListOf, Optional } from '@throughcare/platform/dto';
import { ROLES, type Role } from './staff.rules';

export class ProfileQuery {
  @Optional() @Flag({ description: 'true stops the refresh from nDelius' }) readOnly?: boolean;
}

@ApiSchema({ name: 'StaffRoles' })
export class StaffRolesUpdate {
  @ListOf(ROLES) roles!: Role[];
}
