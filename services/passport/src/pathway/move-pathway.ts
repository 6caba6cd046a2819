import { newId } from '@throughcare/events/ids';
import { changeLocked } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import { clock } from '@throughcare/base/clock';
import { people } from '../person/person.aggregate';
import type { Person } from '../person/person.entity';
import { type CaseNote, PathwayChange, PathwayStatus } from './pathway.entity';
import { setStatus, type Status } from './pathway.rules';

interface Move {
  readonly held: PathwayStatus;
  readonly to: Status;
  readonly cause: string;
  readonly note?: CaseNote;
}

/** Sets a status of a locked person: row, a line of history (always with a note, else only for a change), event. */
export const movePathway = (work: UnitOfWork, person: Person, move: Move): Promise<Person> => {
  const now = clock.now();
  const { held, to, cause, note = null } = move;
  const { changes, events } = setStatus(person, held, to, cause, now);
  return changeLocked(work, people, person, {
    changes: {},
    events,
    also: async (tx) => {
      await tx.update(PathwayStatus, { personId: person.id, pathway: held.pathway }, changes);
      if (note === null && events.length === 0) return;
      const line = { id: newId(), personId: person.id, pathway: held.pathway, from: held.status, to, cause, note };
      await tx.insert(PathwayChange, { ...line, changedAt: now });
    },
  });
};
