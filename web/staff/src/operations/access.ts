import type { Request } from 'express';
import { may, userOf } from '@throughcare/web/pages';

const OPS = 'ROLE_THROUGHCARE__OPS';
const OPS_RW = 'ROLE_THROUGHCARE__OPS_RW';

/** Looking: as the operations API of each service has it. */
export const MAY_READ = [OPS, OPS_RW] as const;
/** Changing. */
export const MAY_WRITE = [OPS_RW] as const;

/** Templates leave out what a reader could not use anyway. */
export const mayWrite = (request: Request): boolean => may(userOf(request), MAY_WRITE);
