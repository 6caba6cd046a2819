import { addDays, londonDate, londonInstant } from '@throughcare/base/calendar';
import type { Change } from '@throughcare/messaging/aggregate';
import type { Application } from '../application/application.entity';
import { remove } from '../application/draft.rules';

/** What was last used before this instant has been kept for more than so many London days. */
export const keptSince = (now: Date, days: number): Date => londonInstant(addDays(londonDate(now), -days), '00:00');

/** Deletes a draft that was last used before, with its answers; undefined: it has been used or submitted since it was chosen. */
export const expire = (draft: Application, before: Date, now: Date): Change<Application> | undefined => {
  if (draft.submittedAt !== null || draft.usedAt >= before) return undefined;
  const { changes, events } = remove(draft, undefined, now);
  return { changes: { ...changes, data: null, risks: null }, events };
};
