import { forbidden, notFound } from '@throughcare/base/errors';

interface Viewed {
  readonly submittedAt: Date | null;
  readonly deletedAt: Date | null;
}

interface Viewer {
  readonly isCreator: boolean;
  /** The region that is to place the person. */
  readonly reachesRegion: boolean;
}

/** Who reads what was sent to their region. */
export const readsRegion = (roles: readonly string[]): boolean =>
  roles.includes('CAS3_ASSESSOR') || roles.includes('CAS3_REFERRER');

/** The creator; once submitted also assessors and referrers who reach its region. Others learn only that it exists. */
export const requireViewer = (
  { submittedAt, deletedAt }: Viewed,
  roles: readonly string[],
  { isCreator, reachesRegion }: Viewer,
): void => {
  if (deletedAt) throw notFound('APPLICATION_NOT_FOUND');
  if (isCreator) return;
  const isShared = submittedAt !== null && reachesRegion;
  if (!isShared || !readsRegion(roles)) throw forbidden('APPLICATION_NOT_YOURS');
};
