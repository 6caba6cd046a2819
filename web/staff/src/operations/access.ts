import { type May, mayBy } from '@throughcare/web/visit/may';
import type { Visit } from '@throughcare/web/visit/visit';

const OPS = 'ROLE_THROUGHCARE__OPS';
const OPS_RW = 'ROLE_THROUGHCARE__OPS_RW';

/** Looking: as the operations API of each service has it. */
export const MAY_READ = { authority: [OPS, OPS_RW] } as const satisfies May;
/** Changing. */
export const MAY_WRITE = { authority: [OPS_RW] } as const satisfies May;

/** Templates leave out what a reader could not use anyway. */
export const mayWrite = ({ user }: Pick<Visit, 'user'>): boolean => mayBy(MAY_WRITE, { user });
