import type { Change } from '@throughcare/messaging/aggregate';
import { addSystemNote, type Author } from '../timeline/notes';
import type { Assessment } from '../assessment/assessment.entity';
import type { Decision } from './decision.rules';

/** A decision with its line on the timeline; undefined when it changes nothing. */
export const recorded = (
  { changes, events, note }: Decision,
  author: Author,
  now: Date,
): Change<Assessment> | undefined => {
  if (Object.keys(changes).length === 0) return undefined;
  return {
    changes,
    events,
    ...(note && { also: async (tx, { id }) => void (await addSystemNote(tx, id, author, now, note)) }),
  };
};
