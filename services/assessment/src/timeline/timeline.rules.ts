import { forbidden } from '@throughcare/base/errors';
import type { Depth } from './timeline.reply';

interface Reader {
  readonly reachesRegion: boolean;
  /** It was they who referred. */
  readonly isReferrer: boolean;
}

/** Assessors of the region read all of a timeline; the referrer, and referrers of the region, read what is meant for referrers. */
export const depthOfTimeline = (roles: readonly string[], { reachesRegion, isReferrer }: Reader): Depth => {
  if (reachesRegion && roles.includes('CAS3_ASSESSOR')) return 'full';
  if (isReferrer || (reachesRegion && roles.includes('CAS3_REFERRER'))) return 'referrer';
  throw forbidden('ASSESSMENT_NOT_YOURS');
};
