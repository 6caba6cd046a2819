import { londonMomentOf } from '@throughcare/hmpps/moment.rules';

/** Zone names follow the offset in some systems' times: `…+01:00[Europe/London]`. */
const ZONE_NAME = /\[[A-Za-z/_]+\]$/;

/** A time as another system wrote it: with an offset, or without one where prisons mean London. Undefined for what cannot be read. */
export const instantOf = (text: string | undefined): Date | undefined => {
  const moment = londonMomentOf(text?.trim().replace(ZONE_NAME, ''));
  return moment && new Date(Number(moment.nanos / 1_000_000n));
};
