import { SetMetadata, createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Principal } from '../auth/principal';
import type { StaffMember, StaffRole } from '../staff/member';

export const STAFF = 'throughcare:staff';
export const REACH = 'throughcare:reach';

/**
 * What a route has to do with whom it answers. `region`: a thing of a region, which must be within the caller's reach. `person`: somebody whom
 * nDelius, or the prison, must let the caller see. `owner`: a thing of one member of staff. `own-list`: only what is in the caller's region or
 * is the caller's own. `none`: nobody is asked, because it is about no region and nobody, or is for those who reach everybody: operators and
 * other systems.
 */
export type ReachKind = 'region' | 'person' | 'owner' | 'own-list' | 'none';

/** Who is asked about before the answer. The others are kept by how a route looks for what it shows. */
export const ASKED: readonly ReachKind[] = ['region', 'person', 'owner'];

/** For active members of staff with any one of these roles; none named: whatever their role. Their token must have ROLE_PROBATION. */
export const Staff = (...anyOf: StaffRole[]) => SetMetadata(STAFF, anyOf);

/** Every route says it itself: a class cannot say it for routes that are yet to come. Several may be asked. */
export const Reach = (...kinds: [ReachKind, ...ReachKind[]]): MethodDecorator => SetMetadata(REACH, kinds);

export interface AccessRequest {
  readonly principal?: Principal;
  readonly member?: StaffMember;
}

/** The caller as the token says: `@Caller() caller: Principal`. On a public route it throws: nobody has been asked who they are. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AccessRequest>();
  if (!principal) throw new Error('@Caller on a public route');
  return principal;
});

/** The caller as a member of staff: `@Me() me: StaffMember`, on a route with `@Staff`. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): StaffMember => {
  const { member } = context.switchToHttp().getRequest<AccessRequest>();
  if (!member) throw new Error('@Me on a route without @Staff');
  return member;
});
