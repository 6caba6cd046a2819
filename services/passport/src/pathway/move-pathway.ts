import { newId } from '@throughcare/events/ids';
import type { Publish } from '@throughcare/messaging/publish/unit-of-work';
import { clock } from '@throughcare/base/clock';
import type { EntityManager } from 'typeorm';
import { Person } from '../person/person.entity';
import { type CaseNote, PathwayChange, PathwayStatus } from './pathway.entity';
import { setStatus, type Status } from './pathway.rules';

interface Move {
  readonly held: PathwayStatus;
  readonly to: Status;
  readonly cause: string;
  readonly note?: CaseNote;
}

/** Sets a status of a locked person: row, a line of history (always with a note, else only for a change), event. */
export const movePathway = async (tx: EntityManager, publish: Publish, person: Person, move: Move) => {
  const now = clock.now();
  const { held, to, cause, note = null } = move;
  const { changes, events } = setStatus(person, held, to, cause, now);
  await tx.update(PathwayStatus, { personId: person.id, pathway: held.pathway }, changes);
  if (note !== null || events.length > 0) {
    const line = { id: newId(), personId: person.id, pathway: held.pathway, from: held.status, to, cause, note };
    await tx.insert(PathwayChange, { ...line, changedAt: now });
  }
  if (events.length === 0) return;
  const version = person.version + events.length;
  await tx.update(Person, person.id, { version });
  publish({ id: person.id, key: person.eventKey, version }, events);
};
