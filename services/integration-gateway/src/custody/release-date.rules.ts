import type { ReleaseDateChanged } from '@throughcare/events/release-date-changed.v1';
import type { DataOf } from '@throughcare/events/define-event';
import type { InmateDetail } from '../prison-api/prison-api.schema';

export interface ReleaseDate {
  readonly releaseDate: string | null;
  readonly kind: DataOf<typeof ReleaseDateChanged>['kind'];
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Of dates that no decision has replaced. */
const KINDS: Readonly<Record<string, ReleaseDate['kind']>> = { ARD: 'automatic', NPD: 'automatic', CRD: 'conditional' };

/** The release date that the prison API shows, and by what: a date that somebody confirmed comes before one that is calculated. */
export const releaseDateOf = (inmate: InmateDetail | undefined): ReleaseDate => {
  const dates = inmate?.sentenceDetail;
  const day = dates?.confirmedReleaseDate ?? dates?.releaseDate;
  if (day === undefined || !DAY.test(day)) return { releaseDate: null, kind: 'none' };
  if (day === dates?.confirmedReleaseDate) return { releaseDate: day, kind: 'confirmed' };
  if (day === dates?.actualParoleDate) return { releaseDate: day, kind: 'parole' };
  if (day === dates?.homeDetentionCurfewActualDate) return { releaseDate: day, kind: 'hdc' };
  return { releaseDate: day, kind: KINDS[dates?.nonDtoReleaseDateType ?? ''] ?? 'other' };
};
