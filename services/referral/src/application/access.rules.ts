import { forbidden, notFound } from '@throughcare/base/errors';

export interface Viewer {
  readonly userId: string;
  readonly regionId: string;
  readonly roles: readonly string[];
}

export interface Owned {
  readonly createdByUserId: string;
  readonly placementRegionId: string | null;
  readonly submittedAt: Date | null;
  readonly deletedAt: Date | null;
}

const hasAny = (viewer: Viewer, ...roles: string[]) => roles.some((role) => viewer.roles.includes(role));

const isCreator = (application: Owned, viewer: Viewer) => application.createdByUserId === viewer.userId;

/** A reporter reaches every region; everyone else the region that is to place the person. */
const reachesRegion = (application: Owned, viewer: Viewer) =>
  viewer.regionId === application.placementRegionId || hasAny(viewer, 'CAS3_REPORTER');

/** The creator; once submitted also assessors and referrers who reach its region. Others learn only that it exists. */
export const requireViewer = (application: Owned, viewer: Viewer): void => {
  if (application.deletedAt) throw notFound('APPLICATION_NOT_FOUND');
  if (isCreator(application, viewer)) return;
  const shared = application.submittedAt !== null && reachesRegion(application, viewer);
  if (!shared || !hasAny(viewer, 'CAS3_ASSESSOR', 'CAS3_REFERRER')) throw forbidden('APPLICATION_NOT_YOURS');
};

/** Only the practitioner who began a referral changes it, whatever roles others hold. */
export const requireCreator = (application: Owned, viewer: Viewer): void => {
  if (!isCreator(application, viewer)) throw forbidden('APPLICATION_NOT_YOURS');
};
