import { conflict } from '@throughcare/base/errors';

/** Entity tag of a stored revision. */
export const etagOf = (revision: number) => `"${revision}"`;

/** Proxies that compress replies turn `"3"` into `W/"3"`; the revision is the same, so both match. */
const tagsIn = (ifMatch: string) => ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Refuses a write based on a revision that has been replaced. Clients that send no `If-Match` are not held to it. */
export const requireRevision = (revision: number, ifMatch: string | undefined): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  if (!tagsIn(ifMatch).includes(etagOf(revision))) {
    throw conflict('APPLICATION_CHANGED', { detail: 'The application was changed since it was read' });
  }
};
