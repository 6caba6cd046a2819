import type { Change } from '@throughcare/messaging/aggregate';
import { addSystemNote, addUserNote, type Author } from '../timeline/notes';
import type { Assessment } from '../assessment/assessment.entity';
import type { Decision } from './decision.rules';

/** A decision with its line on the timeline; undefined when it changes nothing. */
export const recorded = (
  { changes, events, note, remark }: Decision,
  author: Author,
  now: Date,
): Change<Assessment> | undefined => {
  if (Object.keys(changes).length === 0) return undefined;
  return {
    changes,
    events,
    also: async (tx, { id }) => {
      if (note) await addSystemNote(tx, id, author, now, note);
      if (remark) await addUserNote(tx, id, author, now, remark);
    },
  };
};
