import { may } from '@throughcare/web/pages';
import type { Visit } from '@throughcare/web/visit';

const OPS = 'ROLE_THROUGHCARE__OPS';
const OPS_RW = 'ROLE_THROUGHCARE__OPS_RW';

/** Looking: as the operations API of each service has it. */
export const MAY_READ = [OPS, OPS_RW] as const;
/** Changing. */
export const MAY_WRITE = [OPS_RW] as const;

/** Templates leave out what a reader could not use anyway. */
export const mayWrite = ({ user }: Pick<Visit, 'user'>): boolean => may(user, MAY_WRITE);
