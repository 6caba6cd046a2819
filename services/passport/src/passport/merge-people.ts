import { updateBookkeeping } from '@throughcare/messaging/aggregate';
import type { UnitOfWork } from '@throughcare/messaging/unit-of-work';
import type { EntityManager } from 'typeorm';
import { AccommodationFact } from '../accommodation/accommodation.entity';
import { accommodationStatus } from '../accommodation/accommodation.rules';
import { CustodyEvent } from '../custody/custody.entity';
import { prisonAfter } from '../custody/custody.rules';
import { movePathway } from '../pathway/move-pathway';
import { CaseNote, PathwayChange, PathwayStatus } from '../pathway/pathway.entity';
import { STAFF } from '../pathway/pathway.rules';
import { lockPerson } from '../pathway/open-person';
import { people } from '../person/person.aggregate';
import { Person } from '../person/person.entity';

/** Everything that belongs to one person and not to one pathway. */
const OWNED = [CaseNote, PathwayChange, AccommodationFact, CustodyEvent] as const;

interface Joining {
  readonly work: UnitOfWork;
  readonly tx: EntityManager;
  /** Type of the event that says so: the cause that history shows. */
  readonly cause: string;
}

/**
 * Two prison numbers are one person: what was kept under `from` is the passport of `into`. Of two statuses of a pathway the one that
 * was set last counts; notes and history of both stay.
 */
export const mergePeople = async (joining: Joining, from: string, into: string): Promise<void> => {
  const { tx } = joining;
  const [first, second] = [from, into].toSorted();
  const found = [await lockPerson(tx, first ?? from), await lockPerson(tx, second ?? into)];
  const [gone, kept] = [from, into].map((number) => found.find((person) => person?.nomsNumber === number));
  if (!gone) return;
  if (!kept) {
    await updateBookkeeping(tx, people, { id: gone.id }, { nomsNumber: into });
    return;
  }
  await join(joining, gone, kept);
};

const join = async (joining: Joining, gone: Person, kept: Person): Promise<void> => {
  const { tx } = joining;
  for (const entity of OWNED) await tx.update(entity, { personId: gone.id }, { personId: kept.id });
  const statuses = await tx.findBy(PathwayStatus, { personId: gone.id });
  await tx.delete(PathwayStatus, { personId: gone.id });
  // eslint-disable-next-line throughcare/aggregates -- two passports become one: of the row that goes nothing more is published
  await tx.delete(Person, { id: gone.id });
  const movements = await tx.findBy(CustodyEvent, { personId: kept.id });
  const joined = {
    crn: kept.crn ?? gone.crn,
    prisonId: prisonAfter(movements) ?? kept.prisonId ?? gone.prisonId,
    supportNeedsLegacyProfile: kept.supportNeedsLegacyProfile || gone.supportNeedsLegacyProfile,
  };
  await updateBookkeeping(tx, people, { id: kept.id }, joined);
  for (const other of statuses) await takeNewer(joining, kept.id, other);
  await settleAccommodation(joining, kept.id);
};

const setAt = ({ updatedAt }: PathwayStatus): number => updatedAt?.getTime() ?? -Infinity;

const takeNewer = async ({ work, tx, cause }: Joining, personId: string, other: PathwayStatus): Promise<void> => {
  const key = { personId, pathway: other.pathway };
  const held = await tx.findOneByOrFail(PathwayStatus, key);
  if (setAt(other) <= setAt(held)) return;
  const person = await tx.findOneByOrFail(Person, { id: personId });
  await movePathway(work, person, { held, to: other.status, cause });
  // It was set when it was set, by whom it was: only the passport it is in is new.
  await tx.update(PathwayStatus, key, { cause: other.cause, updatedAt: other.updatedAt });
};

/** The facts of both together may say something that neither said. */
const settleAccommodation = async ({ work, tx, cause }: Joining, personId: string): Promise<void> => {
  const facts = await tx.findBy(AccommodationFact, { personId });
  const held = await tx.findOneByOrFail(PathwayStatus, { personId, pathway: 'ACCOMMODATION' });
  const to = accommodationStatus(facts, held.cause === STAFF);
  const person = await tx.findOneByOrFail(Person, { id: personId });
  if (to && to !== held.status) await movePathway(work, person, { held, to, cause });
};
