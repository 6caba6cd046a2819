import { forbidden } from '@throughcare/base/errors';

export interface Reader {
  readonly userId: string;
  readonly regionId: string;
  readonly roles: readonly string[];
}
export interface Assessed {
  readonly referrerUserId: string;
  readonly probationRegionId: string;
}

const reachesRegion = (reader: Reader, { probationRegionId }: Assessed) =>
  reader.regionId === probationRegionId || reader.roles.includes('CAS3_REPORTER');

/** Assessors who reach the region of the referral decide on it, and nobody else. */
export const mayAssess = (reader: Reader, assessment: Assessed): boolean =>
  reader.roles.includes('CAS3_ASSESSOR') && reachesRegion(reader, assessment);

export const requireAssessor = (reader: Reader, assessment: Assessed): void => {
  if (!mayAssess(reader, assessment)) throw forbidden('ASSESSMENT_NOT_YOURS');
};

/** Assessors read all of a timeline; the referrer, and referrers of the region, read what is meant for referrers. */
export const depthOfTimeline = (reader: Reader, assessment: Assessed): 'full' | 'referrer' => {
  if (mayAssess(reader, assessment)) return 'full';
  const isReferrer = reader.roles.includes('CAS3_REFERRER') && reachesRegion(reader, assessment);
  if (isReferrer || reader.userId === assessment.referrerUserId) return 'referrer';
  throw forbidden('ASSESSMENT_NOT_YOURS');
};
