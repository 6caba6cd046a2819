import type { Principal } from '../auth/principal';
import type { StaffMember } from './member';

/** Says which member of staff a caller is; asked once for each request to a route with `@Staff`. A service with such a route provides one. */
export abstract class Members {
  /** Throws `forbidden` for a caller who is none, or may not act. */
  abstract require(caller: Principal): Promise<StaffMember>;
}
