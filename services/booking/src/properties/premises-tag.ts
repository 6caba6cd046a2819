import { createHash } from 'node:crypto';
import { conflict } from '@throughcare/base/errors';
import type { Premises } from '../premises/premises.entity';

/** Entity tag of a property as it is stored: another one as soon as anything of it is. */
export const tagOf = ({ updatedAt: _, ...row }: Premises): string => {
  const text = JSON.stringify(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
};

/** Refuses a change that would overwrite a later one of someone else. Clients that send no `If-Match` are not held to it. */
export const requireTag = (premises: Premises, ifMatch: string | undefined): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!tags.includes(tagOf(premises))) {
    throw conflict('PREMISES_CHANGED', { detail: 'The property was changed since it was read' });
  }
};
