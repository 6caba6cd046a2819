import { newId } from '@throughcare/events/ids';
import type { Change } from '@throughcare/messaging/aggregate';
import { clock } from '@throughcare/base/clock';
import type { Person } from '../person/person.entity';
import { type CaseNote, PathwayChange, type PathwayStatus } from './pathway.entity';
import { setStatus, type Status } from './pathway.rules';

interface Move {
  readonly to: Status;
  readonly cause: string;
  readonly note?: CaseNote;
}

/** What it means to set a status of a pathway: row, a line of history (always with a note, else only for a change), event. */
export const moveOf = (person: Person, held: PathwayStatus, move: Move): Change<PathwayStatus> => {
  const now = clock.now();
  const { to, cause, note = null } = move;
  const { changes, events } = setStatus(person, held, to, cause, now);
  return {
    changes,
    events,
    also: async (tx) => {
      if (note === null && events.length === 0) return;
      const line = { id: newId(), personId: person.id, pathway: held.pathway, from: held.status, to, cause, note };
      await tx.insert(PathwayChange, { ...line, changedAt: now });
    },
  };
};
